//! One deploy at a time to an environment, and none locked out for ever by one that was killed.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use deployer::bucket::Bucket;
use deployer::lock::{Held, Holder, LockError, take};
use local::ministack;

const NO_TIME: Duration = Duration::ZERO;
const A_MINUTE: Duration = Duration::from_secs(60);

async fn bucket() -> Bucket {
    let emulator = ministack::shared().await.expect("the emulator starts");
    let client = aws_sdk_s3::Client::new(&emulator.sdk_config().await);
    // One that is there is as good.
    let _ = client.create_bucket().bucket("locks").send().await;

    Bucket::new(client, "locks")
}

async fn try_to_take(
    bucket: &Bucket,
    environment: &str,
    by: &str,
    patience: Duration,
) -> Result<Held, LockError> {
    take(
        bucket,
        environment,
        Holder::new(by, "a test".to_owned()),
        patience,
        |_| (),
    )
    .await
}

#[tokio::test]
async fn whoever_comes_second_is_refused_or_waits() {
    let bucket = bucket().await;
    let first = try_to_take(&bucket, "one", "Ana", NO_TIME).await.unwrap();
    let working = first.during(async {
        let refused = try_to_take(&bucket, "one", "Bia", NO_TIME)
            .await
            .unwrap_err();
        // Longer than a silent holder would be believed.
        tokio::time::sleep(Duration::from_secs(11)).await;
        let still = try_to_take(&bucket, "one", "Bia", NO_TIME)
            .await
            .unwrap_err();
        Ok::<_, LockError>((refused, still))
    });
    let told = Mutex::new(Vec::new());
    let waiting = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let told = |what: &str| told.lock().unwrap().push(what.to_owned());
        let bia = Holder::new("Bia", "a test".to_owned());
        let held = take(&bucket, "one", bia, A_MINUTE, told).await;
        (held.is_ok(), Instant::now())
    };

    let (worked, (waited, at)) = tokio::join!(working, waiting);

    let (refused, still) = worked.unwrap();
    assert!(
        refused
            .to_string()
            .starts_with("one is taken: Ana has been at `a test` since ")
    );
    assert!(matches!(still, LockError::Taken { .. }));
    assert!(waited);
    assert!(at.elapsed() < Duration::from_secs(5));
    assert_eq!(*told.lock().unwrap(), ["waits for Ana, at `a test`"]);
}

#[tokio::test]
async fn a_lock_whose_holder_was_killed_is_taken_over_after_seconds() {
    let bucket = bucket().await;
    // It never beats, as one that was killed.
    let killed = try_to_take(&bucket, "two", "Ana", NO_TIME).await.unwrap();
    let began = Instant::now();

    let next = try_to_take(&bucket, "two", "Bia", A_MINUTE).await.unwrap();

    assert!(began.elapsed() > Duration::from_secs(7));
    assert!(began.elapsed() < Duration::from_secs(20));
    // And one that was only asleep does no more once it wakes.
    let work = async {
        tokio::time::sleep(A_MINUTE).await;
        Ok::<_, LockError>(())
    };
    let lost = killed.during(work).await.unwrap_err();
    assert_eq!(
        lost.to_string(),
        "two was taken over by somebody else: nothing more was done"
    );
    next.during(async { Ok::<_, LockError>(()) }).await.unwrap();
    try_to_take(&bucket, "two", "Ana", NO_TIME).await.unwrap();
}

#[tokio::test]
async fn of_many_at_the_same_moment_one_gets_it() {
    let bucket = bucket().await;
    let names = ["Ana", "Bia", "Caio", "Davi", "Eva"];

    let trying = names.map(|name| try_to_take(&bucket, "three", name, NO_TIME));
    let held = futures::future::join_all(trying).await;

    assert_eq!(held.iter().filter(|held| held.is_ok()).count(), 1);
}
