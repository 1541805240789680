-- compatible: yes

-- Issuers that are left alone while they do not answer, notifications that are given up, boletos that wait for a person.

-- An issuer that left attempts unanswered, and when it is asked again. One that answers has no failures; most have no row.
create table issuer_circuits (
    issuer text not null,
    failures integer not null, -- unanswered attempts in a row
    openings integer not null default 0, -- in a row, each longer than the one before
    open_until timestamptz, -- null while the issuer is asked as usual; once it has passed, one attempt probes
    probe_until timestamptz, -- when the probe under way counts as lost
    next_slot timestamptz, -- when the last of those that were held back is due: the next comes a little later

    constraint issuer_circuits_pkey primary key (issuer),
    constraint issuer_circuits_open_only_after_failures check (open_until is null or failures > 0)
);

alter table boletos add column needs_a_person boolean not null default false;

alter table notifications add column parked_at timestamptz; -- failed too often: not sent until a person has it sent again
