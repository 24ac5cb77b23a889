-- The tables of a portal. SQLite and PostgreSQL both take this file, again and again.
-- Moments are text in Chinese time, '2022-03-01T09:00:00+08:00': they sort as they follow.

-- What each address answered when all that it listed had been taken in.
create table if not exists source (
  url text primary key,
  etag text,
  modified text,               -- Last-Modified as it was sent
  updated text                 -- atom:updated of the newest that came from here
);

-- A report by its permanent id, as it is now. The row stays when the report is withdrawn.
create table if not exists report (
  id text primary key,         -- atom:id
  source text not null,        -- the feed that it is from
  state text not null check (state in ('current', 'withdrawn', 'unlisted')),
  year integer not null,
  revision bigint not null,
  status text not null,        -- published, corrected
  title text not null,
  body text not null,          -- 机关名称
  code text,                   -- 统一社会信用代码
  county text,                 -- six digits, from that code or else from 网站标识码
  published text not null,
  updated text not null,
  note text not null           -- what was corrected
);

-- Every revision that was taken in.
create table if not exists revision (
  id text not null,
  revision bigint not null,
  status text not null,
  updated text not null,
  note text not null,
  primary key (id, revision)
);

-- Every withdrawal, also of reports that never came.
create table if not exists withdrawal (
  id text not null,
  at text not null,
  revision bigint,             -- how far the report had come, where that is said
  by_whom text,
  note text,
  primary key (id, at)
);

-- One cell of a table. Blank is NULL and not 0; words instead of a number are the remark.
create table if not exists figure (
  id text not null references report (id),
  part text not null,          -- proactive, requests, litigation
  row_id text not null,
  col_id text not null,
  form text not null,          -- edition of the table: 2021, 2019
  value numeric,               -- to calculate with
  written text,                -- the same, digit for digit
  unit text,
  remark text,
  primary key (id, part, row_id, col_id)
);

-- Headings, paragraphs and notes in order, the table of a section before its notes.
create table if not exists paragraph (
  id text not null references report (id),
  place integer not null,
  section integer not null,    -- 1 to 6; 0 is the preamble
  kind text not null,          -- heading, text, note
  level integer,               -- of a heading, from 1
  words text not null,
  primary key (id, place)
);

-- Documents. The bytes lie in the store under their SHA-256.
create table if not exists file (
  id text not null references report (id),
  href text not null,
  role text not null,          -- archival, editable, fixed-layout, web
  type text not null,
  length bigint not null,
  sha256 text not null,
  primary key (id, href)
);

-- Who has to report: filled by the portal's own people, see README.md.
create table if not exists register (
  body text not null,
  county text not null,        -- six digits
  county_name text not null,
  code text,
  primary key (body, county)
);
