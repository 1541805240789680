"""The gateway's way by a client that was generated from the OpenAPI document: python way.py URL KEY QUEUE."""

import sys
from datetime import datetime

from superbowleto_client import AuthenticatedClient, Client
from superbowleto_client.api.boletos import (
    create_boleto, get_boleto, get_history, list_boletos, register_boleto, report_payment, resend_notification,
)
from superbowleto_client.api.configurations import add_configuration, change_configuration, get_configuration
from superbowleto_client.api.service import get_document, get_health
from superbowleto_client.models import (
    Boleto, ConfigurationChange, DocumentType, Errors, Issuer, NewAddress, NewBoleto, NewConfiguration, Payment, Status,
)

url, key, queue = sys.argv[1:]
client = AuthenticatedClient(base_url=url, token=key, prefix="", auth_header_name="x-api-key")

new = NewBoleto(
    queue_url=queue,
    expiration_date="2030-12-20",
    amount=2000,
    issuer=Issuer.BRADESCO,
    issuer_agency="1229",
    issuer_account="469",
    issuer_wallet="26",
    token="order-1",
    payer_name="João da Silva",
    payer_document_type=DocumentType.CPF,
    payer_document_number="52998224725",
    payer_address=NewAddress(city="São Paulo", state="SP"),
)
# The first answer is lost; the repeat is a read.
create_boleto.sync(client=client, body=new, idempotency_key="order-1")
repeated = create_boleto.sync_detailed(client=client, body=new, idempotency_key="order-1")
assert repeated.status_code == 201 and repeated.headers["Idempotent-Replayed"] == "true"
boleto = repeated.parsed
assert isinstance(boleto, Boleto) and boleto.status is Status.REGISTERED, boleto
assert isinstance(boleto.created_at, datetime) and boleto.payer_address.city == "São Paulo"

assert list_boletos.sync(client=client, token="order-1") == [boleto]
assert get_boleto.sync(boleto.id, client=client) == boleto
assert register_boleto.sync(boleto.id, client=client).status is Status.REGISTERED
assert report_payment.sync(boleto.id, client=client, body=Payment(paid_amount=2000)).paid_amount == 2000
assert resend_notification.sync(boleto.id, client=client).boleto_id == boleto.id
events = [line.event.value for line in get_history.sync(boleto.id, client=client)]
assert events == ["recorded", "settled", "payment", "told_again"], events

wanted = NewConfiguration(
    external_id="merchant-42", issuer=Issuer.BOLETO_API_CAIXA, issuer_account="1103388", issuer_agency="3337",
    issuer_wallet="26",
)
configuration = add_configuration.sync(client=client, body=wanted)
changed = change_configuration.sync(configuration.id, client=client, body=ConfigurationChange(issuer_wallet="25"))
assert get_configuration.sync("merchant-42", client=client) == changed
assert changed.issuer_wallet == "25" and changed.issuer is Issuer.BOLETO_API_CAIXA

refused = get_boleto.sync("bol_00000000000000000000000000", client=client)
assert isinstance(refused, Errors) and refused.errors[0].message == "Boleto not found", refused
stranger = AuthenticatedClient(base_url=url, token="nobody's", prefix="", auth_header_name="x-api-key")
assert list_boletos.sync_detailed(client=stranger).status_code == 401
assert get_health.sync(client=Client(base_url=url)).status.value == "ok"
assert get_document.sync(client=Client(base_url=url)).openapi == "3.1.0"
print("the gateway's way is open")
