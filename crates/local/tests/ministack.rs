//! The AWS emulator starts by itself, answers real calls and enforces IAM.

use aws_sdk_sqs::error::ProvideErrorMetadata;
use aws_sdk_ssm::types::ParameterType;
use local::ministack::{self, MiniStack};
use local::progress::Progress;

#[tokio::test]
async fn a_message_comes_out_of_the_queue_that_it_went_into() {
    let sqs = aws_sdk_sqs::Client::new(&ministack::shared().await.unwrap().sdk_config().await);
    let queue = sqs
        .create_queue()
        .queue_name("greetings")
        .send()
        .await
        .unwrap();
    let url = queue.queue_url().unwrap();

    sqs.send_message()
        .queue_url(url)
        .message_body("hello")
        .send()
        .await
        .unwrap();
    let received = sqs
        .receive_message()
        .queue_url(url)
        .wait_time_seconds(5)
        .send()
        .await
        .unwrap();

    assert_eq!(received.messages()[0].body(), Some("hello"));
}

#[tokio::test]
async fn a_secret_is_read_as_it_was_written() {
    let ssm = aws_sdk_ssm::Client::new(&ministack::shared().await.unwrap().sdk_config().await);
    let write = ssm.put_parameter().name("/local/word").value("sesame");
    write
        .r#type(ParameterType::SecureString)
        .send()
        .await
        .unwrap();

    let read = ssm
        .get_parameter()
        .name("/local/word")
        .with_decryption(true)
        .send()
        .await
        .unwrap();

    assert_eq!(read.parameter().unwrap().value(), Some("sesame"));
}

#[tokio::test]
async fn a_key_that_nobody_issued_is_refused() {
    let config = ministack::shared().await.unwrap().sdk_config().await;
    let stranger = aws_credential_types::Credentials::from_keys("AKIASTRANGER00000000", "x", None);
    let config = aws_sdk_sqs::config::Builder::from(&config)
        .credentials_provider(stranger)
        .build();

    let refused = aws_sdk_sqs::Client::from_conf(config)
        .list_queues()
        .send()
        .await
        .unwrap_err();

    assert_eq!(refused.code(), Some("InvalidClientTokenId"));
}

#[tokio::test]
async fn emulators_run_side_by_side() {
    let progress = Progress::silent();
    let (one, other) = tokio::join!(MiniStack::start(progress), MiniStack::start(progress));

    assert_ne!(one.unwrap().endpoint_url(), other.unwrap().endpoint_url());
}
