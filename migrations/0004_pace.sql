-- compatible: yes

-- The pace at which an issuer that is back is asked about those that were held back.

alter table issuer_circuits add column paced_to timestamptz; -- up to here the pace has been used: each retry moves it on
