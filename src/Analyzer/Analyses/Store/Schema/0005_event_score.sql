-- The score of judge kayenta that a verdict stands on, compressed; null for other judges.
alter table analysis_event add column score bytea null;
