-- Run again after a lost reply it finds the boleto by its id and does nothing.
with recorded as (
    insert into boletos (
        id, token, queue_url, status, due_on, amount,
        interest_percentage, interest_amount, interest_days, fine_percentage, fine_amount, fine_days,
        instructions, issuer, issuer_agency, issuer_account, issuer_wallet,
        title_id, title_id_chosen, number_space, our_number, barcode, digitable_line,
        payer_name, payer_document_type, payer_document_number, payer_address,
        company_name, company_document_number, company_address,
        external_id, reference_id, rules, request_id,
        attempts, claimed_until, next_attempt_at, maybe_at_bank, created_at, updated_at
    )
    values (
        $1, $2, $3, $4, $5, $6,
        $7, $8, $9, $10, $11, $12,
        $13, $14, $15, $16, $17,
        $18, $39, $19, $20, $21, $22,
        $23, $24, $25, $26,
        $27, $28, $29,
        $30, $31, $32, $33,
        case when $34::bigint is null then 0 else 1 end,
        clock_timestamp() + make_interval(secs => $34::bigint),
        case when $40 then clock_timestamp() else clock_timestamp() + make_interval(secs => $34::bigint) end,
        $34 is not null, $35, $35
    )
    on conflict (id) do nothing
    returning id, status, attempts
),
keyed as (
    insert into idempotency_keys (client, key, request_hash, boleto_id)
    select $36, $37, $38, recorded.id from recorded where $36::text is not null
)
insert into boleto_history (boleto_id, event, status, attempt, request_id)
select id, 'recorded', status, nullif(attempts, 0), $33 from recorded
