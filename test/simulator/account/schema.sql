create table if not exists resource (
  seq        integer primary key autoincrement,
  region     text not null,
  type       text not null,
  id         text not null,
  urn        text not null,
  name       text not null,
  given      integer not null default 0,
  created    integer not null,
  properties text not null,
  unique (type, region, id)
);

-- What a resource points at, or is known by: looked up by value.
create table if not exists link (
  seq      integer not null references resource (seq) on delete cascade,
  type     text not null,
  region   text not null,
  property text not null,
  value    text not null
);
create index if not exists link_value on link (type, property, value, region);
create index if not exists link_resource on link (seq);

create table if not exists call (
  seq     integer primary key autoincrement,
  time    integer not null,
  region  text not null,
  service text not null,
  action  text not null,
  type    text not null,
  urn     text not null,
  id      text not null,
  error   text not null
);

create table if not exists fault (
  seq     integer primary key autoincrement,
  action  text not null,
  type    text not null,
  name    text not null,
  nth     integer not null,
  effect  text not null,
  code    text not null,
  message text not null,
  delay   integer not null,
  seen    integer not null default 0
);

create table if not exists quota (
  name  text primary key,
  value integer not null
);

-- Names that AWS refuses for a while after a deletion.
create table if not exists tombstone (
  region text not null,
  type   text not null,
  name   text not null,
  until  integer not null,
  primary key (type, region, name)
);

-- The day that the account lives on, with key "day".
create table if not exists setting (
  key   text primary key,
  value text not null
);
