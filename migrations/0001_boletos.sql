-- compatible: yes

-- The truth about every boleto: what it is, where it stands with its bank, and when it is asked about next.

-- Draws the numbers of boletos for which the client chose none. migrate-database sets where it starts.
create sequence title_numbers as bigint;

create table boletos (
    id text collate "C" not null,
    token text not null,
    queue_url text not null,
    status text not null,
    due_on date not null,
    amount bigint not null,
    paid_amount bigint not null default 0,
    interest_percentage integer, -- in 0.00001 %
    interest_amount bigint,
    interest_days integer,
    fine_percentage integer, -- in 0.00001 %
    fine_amount bigint,
    fine_days integer,
    instructions text,
    issuer text not null,
    issuer_agency text not null,
    issuer_account text not null,
    issuer_wallet text not null,
    issuer_response_code text,
    title_id bigint not null,
    title_id_chosen boolean not null, -- by the client; else our sequence drew it
    number_space text not null,
    our_number text not null,
    barcode text not null,
    digitable_line text not null,
    payer_name text,
    payer_document_type text,
    payer_document_number text,
    payer_address jsonb,
    company_name text,
    company_document_number text,
    company_address jsonb,
    external_id text,
    reference_id text,
    bank_response_code text,
    rules text[],
    boleto_url text,
    request_id text not null,
    attempts integer not null default 0,
    next_attempt_at timestamptz,
    claimed_until timestamptz,
    maybe_at_bank boolean not null default false,
    last_unknown_at timestamptz,
    woken_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),

    constraint boletos_pkey primary key (id),
    constraint boletos_our_number_key unique (number_space, our_number),
    constraint boletos_status_known check (status in ('issued', 'pending_registration', 'registered', 'refused')),
    constraint boletos_amounts_not_negative check (amount >= 0 and paid_amount >= 0),
    -- A boleto that waits for its bank has a next attempt, and no other has one. `development` with 5000003 is meant to
    -- wait for ever.
    constraint boletos_next_attempt_owed check (
        case status
            when 'pending_registration' then
                next_attempt_at is not null or (issuer = 'development' and amount = 5000003)
            else next_attempt_at is null
        end
    ),
    constraint boletos_claim_only_while_pending check (claimed_until is null or status = 'pending_registration')
);

create index boletos_due_for_an_attempt on boletos (next_attempt_at) where next_attempt_at is not null;
create index boletos_token on boletos (token, id);
create index boletos_title_id on boletos (title_id, id);

-- What happened to a boleto, when, and through which request. Only ever appended to.
create table boleto_history (
    id bigint generated always as identity,
    boleto_id text collate "C" not null,
    happened_at timestamptz not null default clock_timestamp(),
    event text not null,
    status text not null, -- the boleto's, after the event
    attempt integer,
    code text, -- the bank's
    reason text, -- ours: why we don't know, who decided and why
    request_id text not null,

    constraint boleto_history_pkey primary key (id),
    constraint boleto_history_boleto_id_fkey foreign key (boleto_id) references boletos (id)
);

create index boleto_history_boleto_id on boleto_history (boleto_id, id);

-- What clients' queues are still to hear, and what they heard: written with the status that it tells, sent after.
create table notifications (
    event_id text collate "C" not null,
    boleto_id text collate "C" not null,
    status text not null,
    issuer_response_code text,
    occurred_at timestamptz not null,
    claimed_until timestamptz,
    failures integer not null default 0,
    sent_at timestamptz,

    constraint notifications_pkey primary key (event_id),
    constraint notifications_boleto_id_fkey foreign key (boleto_id) references boletos (id)
);

create index notifications_unsent on notifications (occurred_at) where sent_at is null;
create index notifications_boleto_id on notifications (boleto_id);

-- Which boleto a client's Idempotency-Key stands for.
create table idempotency_keys (
    client text not null,
    key text not null,
    request_hash bytea not null, -- SHA-256 of the parsed request
    boleto_id text collate "C" not null,
    created_at timestamptz not null default now(),

    constraint idempotency_keys_pkey primary key (client, key),
    constraint idempotency_keys_boleto_id_fkey foreign key (boleto_id) references boletos (id)
);

create index idempotency_keys_created_at on idempotency_keys (created_at);

-- Which issuer and account take a client's boletos, by the client's external_id.
create table configurations (
    id text collate "C" not null,
    external_id text not null,
    issuer text not null,
    issuer_account text not null,
    issuer_agency text not null,
    issuer_wallet text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),

    constraint configurations_pkey primary key (id),
    constraint configurations_external_id_key unique (external_id)
);
