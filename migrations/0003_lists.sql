-- compatible: yes

-- What lists filter by, each with the id beside it, so that a page is a walk along one index however deep it lies. Plain
-- indexes, since before the first release there is no table to keep writable meanwhile; from then on an index is made by
-- `create index concurrently`, alone in a file that begins with `-- no-transaction`.

-- squawk-ignore require-concurrent-index-creation -- before the first release the table is empty
create index boletos_status on boletos (status, id);
-- squawk-ignore require-concurrent-index-creation -- before the first release the table is empty
create index boletos_reference_id on boletos (reference_id, id) where reference_id is not null;
-- squawk-ignore require-concurrent-index-creation -- before the first release the table is empty
create index boletos_external_id on boletos (external_id, id) where external_id is not null;
-- A configuration can have most of the boletos, and any status few of them.
-- squawk-ignore require-concurrent-index-creation -- before the first release the table is empty
create index boletos_external_id_status on boletos (external_id, status, id) where external_id is not null;
