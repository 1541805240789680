//! The schema's owner and the functions' role.

use migrate_database::{Migration, Order};
use tests::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_was_rotated_a_moment_ago_is_the_roles_from_the_next_run_on() {
    let world = World::new().await;
    let environment = world.owners_environment("rotated_app").await;
    let migration = Migration::open(&environment)
        .await
        .expect("the settings are complete");
    for password in [
        "the-first-password-of-the-role",
        "the-second-password-of-the-role",
    ] {
        world.put_secret("database/app-password", password).await;
        migrate_database::handle(&migration, Order::default())
            .await
            .expect("it migrates");
        assert!(world.lets_in("rotated_app", password).await, "{password}");
    }
    assert!(
        !world
            .lets_in("rotated_app", "the-first-password-of-the-role")
            .await
    );
}
