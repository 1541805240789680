//! What a stack's functions have logged, as CloudWatch keeps it.

use aws_sdk_cloudwatchlogs::Client;
use local::stack::Stack;

/// All lines of all log groups.
pub(crate) async fn logged(stack: &Stack) -> String {
    let client = Client::new(&stack.aws.sdk_config().await);
    let groups = client.describe_log_groups().into_paginator().items().send();
    let groups = groups
        .collect::<Result<Vec<_>, _>>()
        .await
        .expect("the log groups can be listed");
    let mut text = String::new();
    for group in groups {
        let pages = client
            .filter_log_events()
            .set_log_group_name(group.log_group_name)
            .into_paginator()
            .send();
        let pages = pages
            .collect::<Result<Vec<_>, _>>()
            .await
            .expect("a log group can be read");
        for event in pages.iter().flat_map(|page| page.events()) {
            text.push_str(event.message().unwrap_or_default());
            text.push('\n');
        }
    }
    text
}
