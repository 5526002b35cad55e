use llm_lens::domain::text::percent::{ENCODED_LENGTH_MAX, decode_component, encode_component};
use proptest::prelude::*;

#[test]
fn everything_but_unreserved_characters_is_encoded() {
    for (plain, encoded) in [
        ("", ""),
        ("qwen3-8b_v1.0~x", "qwen3-8b_v1.0~x"),
        ("a b+c", "a%20b%2Bc"),
        ("license:mit", "license%3Amit"),
        ("a/b?c#d&e=f%", "a%2Fb%3Fc%23d%26e%3Df%25"),
        ("größe 模型", "gr%C3%B6%C3%9Fe%20%E6%A8%A1%E5%9E%8B"),
    ] {
        assert_eq!(encode_component(plain), encoded);
        assert_eq!(decode_component(encoded).as_deref(), Some(plain));
    }
}

#[test]
fn a_plus_is_a_plus_and_plain_characters_may_stand() {
    assert_eq!(decode_component("a+b c").as_deref(), Some("a+b c"));
    assert_eq!(decode_component("%2b%2B").as_deref(), Some("++"));
}

#[test]
fn broken_escapes_are_refused() {
    for broken in ["%", "%2", "a%2", "%zz", "%+1", "%ff", "%C3", "%C3x", "%é1"] {
        assert_eq!(decode_component(broken), None, "{broken}");
    }
    assert_eq!(decode_component(&"a".repeat(ENCODED_LENGTH_MAX + 1)), None);
}

proptest! {
    #[test]
    fn what_was_encoded_decodes_to_itself(text in "\\PC{0,200}") {
        let encoded = encode_component(&text);
        prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_graphic()));
        prop_assert_eq!(decode_component(&encoded), Some(text));
    }

    #[test]
    fn no_text_makes_decoding_panic(text in any::<String>()) {
        let _ = decode_component(&text);
    }
}
