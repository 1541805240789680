//! `docs/api.md`.

#[test]
fn the_page_is_the_documents() {
    let page = include_str!("../../../docs/api.md");
    assert!(
        page == tests::api_page(),
        "write it anew: cargo run -p tests --bin contract -- page"
    );
}
