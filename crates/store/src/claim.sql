-- Locks the boleto, then the circuit of its issuer where that fails, and claims, or puts off what is held back.
with before as (
    select id, issuer, request_id, maybe_at_bank, title_id_chosen, next_attempt_at is not null as was_owed,
        greatest(last_unknown_at, claimed_until) as last_unknown_at
    from boletos
    where id = $1 and status in ('issued', 'pending_registration')
        and (claimed_until is null or claimed_until < clock_timestamp())
        and ($2 <> 'retry' or next_attempt_at <= clock_timestamp() + interval '5 seconds')
    for update
),
circuit as (
    select issuer, failures > 0 as fails,
        case
            when open_until <= clock_timestamp() and coalesce(probe_until < clock_timestamp(), true) then 'probe'
            when open_until is not null then 'held back'
            -- Those that were held back may come late and all at once: none is asked about before the pace allows it,
            -- give or take a second, until no retry has come for as long as SQS can delay one.
            when $2 <> 'retry' or next_slot is null
                or greatest(next_slot, paced_to) < clock_timestamp() - interval '15 minutes' then 'free'
            when paced_to > clock_timestamp() + interval '1 second' then 'held back'
            else 'paced'
        end as standing
    from issuer_circuits
    where issuer = (select issuer from before) and $2 <> 'finding'
        and (failures > 0 or ($2 = 'retry' and next_slot is not null))
    for update
),
probe as (
    update issuer_circuits set probe_until = clock_timestamp() + make_interval(secs => $3::bigint)
    from circuit
    where issuer_circuits.issuer = circuit.issuer and circuit.standing = 'probe'
    returning issuer_circuits.issuer
),
paced as (
    update issuer_circuits set paced_to = greatest(paced_to, clock_timestamp()) + $4::bigint * interval '1 millisecond'
    from circuit
    where issuer_circuits.issuer = circuit.issuer and circuit.standing = 'paced'
),
held_back as (
    update issuer_circuits
    set next_slot = greatest(next_slot, open_until, paced_to, clock_timestamp()) + $4::bigint * interval '1 millisecond'
    from circuit
    where issuer_circuits.issuer = circuit.issuer and circuit.standing = 'held back' and $2 = 'retry'
    returning next_slot
),
put_off as (
    update boletos set next_attempt_at = held_back.next_slot
    from before, held_back
    where boletos.id = before.id
),
claimed as (
    update boletos
    set attempts = attempts + 1, status = 'pending_registration', maybe_at_bank = true,
        claimed_until = clock_timestamp() + make_interval(secs => $3::bigint),
        next_attempt_at = coalesce(next_attempt_at, clock_timestamp() + make_interval(secs => $3::bigint)),
        last_unknown_at = before.last_unknown_at, updated_at = clock_timestamp()
    from before
    where boletos.id = before.id and not exists (select from circuit where standing = 'held back')
    returning boletos.id, boletos.attempts
),
history as (
    insert into boleto_history (boleto_id, event, status, attempt, request_id)
    select id, 'attempt', 'pending_registration', attempts, $5 from claimed
)
select claimed.attempts as "attempt?", before.request_id, before.maybe_at_bank as "maybe_at_bank!",
    before.title_id_chosen as "title_id_chosen!", before.was_owed as "was_owed!",
    (extract(epoch from clock_timestamp() - before.last_unknown_at) * 1000)::bigint as since_unknown_ms,
    exists (select from probe) as "probes!", exists (select from circuit where fails) as "fails!",
    (select (extract(epoch from next_slot - clock_timestamp()) * 1000)::bigint from held_back) as held_back_ms
from before left join claimed on true
