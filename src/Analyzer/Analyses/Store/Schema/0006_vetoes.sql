-- What other systems say against promotions: an alert that fires, a reconciliation that failed. One row for each and each target, kept while it stands and for a day after,
-- whether an analysis of the target runs or not. application: '' for any. starts_millis and ended_millis: by the sender's clock; heard_millis and lifted_millis: by ours.
-- lifted_millis is null while it stands.
create table veto (
  hook text not null,
  subject text not null,
  application text not null,
  target text not null,
  actor text not null,
  words text not null,
  starts_millis bigint not null,
  heard_millis bigint not null,
  ended_millis bigint null,
  lifted_millis bigint null,
  primary key (hook, subject, application, target)
);
create index veto_standing on veto (target) where lifted_millis is null;

-- An analysis is found by its target alone, whatever its application.
create index analysis_target on analysis (target) where state <> 'ended';
