//! `GET /boletos/{id}`: shows a boleto.
