//! Permanent ids of feed and entries: minted once, never derived from title, address or 索引号.

use super::address::Base;
use super::moment::Moment;
use crate::model::Report;
use uuid::Uuid;

/// What stands before the names of our UUIDs.
const NAME: &str = "urn:x-nianbao:xxgk/ndbg";
/// Digits of a made-up slug.
const SLUG_DIGITS: usize = 12;

/// The body that reports: its 统一社会信用代码, else its name.
pub fn body(report: &Report) -> &str {
    let code = report.metadata.field("publisherCode");
    code.or(report.metadata.agency.as_deref()).unwrap_or_default()
}

/// The id of a report:
/// `tag:{SiteDomain},{year of first publication}:xxgk/ndbg/{SiteIDCode}/{report year}`, with
/// a slug of the body behind it where the site is `shared` by several bodies or has no code.
/// Without a domain a version-5 UUID of body and year; names are not unique in a country, so
/// that the place on the web belongs to a body without code.
pub fn mint(report: &Report, published: Moment, shared: bool, base: &Base) -> String {
    let year = report.metadata.year.unwrap_or_default();
    let Some(domain) = domain(report) else {
        return match report.metadata.field("publisherCode") {
            Some(code) => urn(&format!("{NAME}/{code}/{year}")),
            None => urn(&format!("{NAME}/{}{}/{year}", base.place(), body(report))),
        };
    };
    let mint = published.date.year;
    match site(report) {
        Some(site) if !shared => format!("tag:{domain},{mint}:xxgk/ndbg/{site}/{year}"),
        Some(site) => format!("tag:{domain},{mint}:xxgk/ndbg/{site}/{year}/{}", slug(report)),
        None => format!("tag:{domain},{mint}:xxgk/ndbg/{year}/{}", slug(report)),
    }
}

/// The id of a feed, by its first report.
pub fn mint_feed(report: &Report, published: Moment, base: &Base) -> String {
    match domain(report) {
        Some(domain) => format!("tag:{domain},{}:xxgk/ndbg", published.date.year),
        None => urn(&format!("{NAME}/{}{}", base.place(), body(report))),
    }
}

/// What the published files of a report are called: its id, in characters that every system
/// and every address takes. Two ids never give one name.
pub fn file_name(id: &str) -> String {
    let tag = id.strip_prefix("tag:").and_then(|rest| rest.split_once(":xxgk/ndbg/"));
    let name = match tag {
        Some((authority, specific)) => format!("{authority}_{specific}").replace([',', '/'], "_"),
        None => id.strip_prefix("urn:uuid:").unwrap_or_default().to_owned(),
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    match !name.is_empty() && name.len() < 200 && name.chars().all(is_plain) {
        true => name,
        false => uuid(id).to_string(),
    }
}

/// Domain and code of the site on which a report appears, if it says so.
pub fn site_of(report: &Report) -> Option<(String, &str)> {
    Some((domain(report)?, site(report)?))
}

/// The domain name alone, as tags allow it.
fn domain(report: &Report) -> Option<String> {
    let typed = report.metadata.field("siteDomain")?.trim().to_ascii_lowercase();
    let bare = typed.trim_start_matches("https://").trim_start_matches("http://");
    let bare = bare.split(['/', ':', '?', '#']).next().unwrap_or_default().trim_matches('.');
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    (bare.contains('.') && bare.chars().all(allowed)).then(|| bare.to_owned())
}

fn site(report: &Report) -> Option<&str> {
    let code = report.metadata.field("siteIdCode")?;
    code.chars().all(|c| c.is_ascii_alphanumeric()).then_some(code).filter(|code| !code.is_empty())
}

/// The body as a part of an id: its code, else the first digits of a hash of its name.
fn slug(report: &Report) -> String {
    let body = body(report);
    if body.chars().all(|c| c.is_ascii_alphanumeric()) && !body.is_empty() {
        return body.to_owned();
    }
    uuid(&format!("{NAME}/{body}")).simple().to_string()[..SLUG_DIGITS].to_owned()
}

fn urn(name: &str) -> String {
    format!("urn:uuid:{}", uuid(name))
}

/// A version-5 UUID in the namespace of URIs.
fn uuid(name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(fields: &[(&str, &str)]) -> Report {
        let mut report: Report =
            toml::from_str(include_str!("../../../templates/example-2021.toml")).unwrap();
        report.metadata.fields.clear();
        for (id, text) in fields {
            report.metadata.fields.insert((*id).into(), (*text).into());
        }
        report
    }

    fn id(fields: &[(&str, &str)], shared: bool) -> String {
        let report = report(fields);
        at("https://www.example.gov.cn/", &report, shared)
    }

    fn at(base: &str, report: &Report, shared: bool) -> String {
        let published = Moment::published(&report.metadata).unwrap();
        mint(report, published, shared, &Base::new(base).unwrap())
    }

    #[test]
    fn an_id_names_site_and_year_and_no_title() {
        let site = [("siteDomain", "https://www.Example.gov.cn/"), ("siteIdCode", "6104300003")];
        assert_eq!(id(&site, false), "tag:www.example.gov.cn,2022:xxgk/ndbg/6104300003/2021");
        let slug = id(&site, true);
        assert!(
            slug.starts_with("tag:www.example.gov.cn,2022:xxgk/ndbg/6104300003/2021/"),
            "{slug}"
        );
        let code = [site[0], site[1], ("publisherCode", "11341702486344515H")];
        assert!(id(&code, true).ends_with("/2021/11341702486344515H"));
    }

    #[test]
    fn without_a_domain_it_is_a_uuid_of_body_and_year() {
        // Python: uuid.uuid5(uuid.NAMESPACE_URL, 'urn:x-nianbao:xxgk/ndbg/11341702486344515H/2021')
        let code = [("publisherCode", "11341702486344515H")];
        assert_eq!(id(&code, false), "urn:uuid:6d080499-9640-5353-b619-60b65dab221c");
    }

    #[test]
    fn bodies_of_one_name_in_two_counties_are_told_apart_by_their_places_on_the_web() {
        let nameless = report(&[("siteDomain", "政务.中国")]);
        let here = at("https://www.jia.gov.cn/xxgk/", &nameless, false);
        assert_ne!(here, at("https://www.yi.gov.cn/xxgk/", &nameless, false));
        assert_eq!(here, at("http://www.jia.gov.cn/xxgk", &nameless, false));
    }
}
