//! The page to try the API on.

use serde_json::Value;
use tests::Document;

use crate::running::with_stack;

async fn get(url: &str) -> (u16, String) {
    let http = local::http::client().expect("a client can be made");
    let answer = http.get(url).send().await.expect("somebody answers");
    let status = answer.status().as_u16();
    (status, answer.text().await.expect("it is text"))
}

#[test]
fn the_page_to_try_the_api_on_reaches_the_api() {
    with_stack(async |stack| {
        let docs = &stack.description.docs_url;
        let (status, page) = get(docs).await;
        assert_eq!((status, page.contains("swagger-ui-bundle.js")), (200, true));
        let (status, viewer) = get(&format!("{docs}/swagger-ui-bundle.js")).await;
        assert_eq!((status, viewer.contains("SwaggerUIBundle")), (200, true));

        let root = docs.strip_suffix("/docs").expect("it is at /docs");
        let (status, document) = get(&format!("{root}/openapi.json")).await;
        let document: Value = serde_json::from_str(&document).expect("it is JSON");
        assert_eq!((status, &document), (200, &Document::served().root));
        assert_eq!(get(&format!("{root}/boletos")).await.0, 401);
    });
}
