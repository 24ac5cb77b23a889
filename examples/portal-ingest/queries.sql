-- requests: new requests of every body, year by year
select report.body, report.year, figure.value as requests
from report join figure on figure.id = report.id
where report.state = 'current' and part = 'requests' and row_id = 'r1' and col_id = 'total'
order by report.body, report.year;

-- missing: bodies of the register that have no report of the year
select register.county_name, register.body
from register
where not exists (
  select 1 from report
  where report.state = 'current' and report.year = :year
    and (report.code = register.code
      or report.body = register.body and (report.code is null or register.code is null)
        and (report.county is null or report.county = register.county)))
order by register.county, register.body;

-- corrections: what was corrected since a day or a moment
select report.body, report.year, revision.revision, revision.updated, revision.note
from revision join report on report.id = revision.id
where revision.status = 'corrected' and revision.updated >= :since
order by revision.updated, report.body;

-- counties: new and carried-over requests of a year, county by county
select report.county, name.county_name, count(distinct report.id) as reports,
  sum(case when row_id = 'r1' then value end) as requests,
  sum(case when row_id = 'r2' then value end) as carried_over
from report join figure on figure.id = report.id
  left join (select distinct county, county_name from register) as name on name.county = report.county
where report.state = 'current' and report.year = :year and part = 'requests' and col_id = 'total'
group by report.county, name.county_name
order by report.county;

-- withdrawn: what is withdrawn now, and why
select report.body, report.year, withdrawal.at, withdrawal.note
from report join withdrawal on withdrawal.id = report.id
where report.state = 'withdrawn'
  and withdrawal.at = (select max(at) from withdrawal as last where last.id = report.id)
order by withdrawal.at, report.body;
