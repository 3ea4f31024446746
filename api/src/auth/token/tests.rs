use super::*;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::EncodingKey;
use proptest::prelude::*;
use serde_json::{Value, json};

const BEARER: Bearer = Bearer {
    staff: Uuid::from_u128(1),
    session: Uuid::from_u128(2),
    generation: 3,
    rights_version: 4,
};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn config(issuer: &str, audience: &str) -> config::Session {
    let (issuer, audience) = (issuer.to_owned(), audience.to_owned());
    config::Session { issuer, audience, ..Default::default() }
}

fn tokens() -> Tokens {
    let keys = Arc::new(Keyring::generated().unwrap());
    Tokens::new(keys, &config("rapport", "rapport-api"))
}

fn issued(tokens: &Tokens) -> String {
    tokens.issue(BEARER, Uuid::from_u128(5), now()).unwrap().text
}

fn claims() -> Value {
    let start = now().timestamp();
    let id = |number| Uuid::from_u128(number).to_string();
    json!({ "exp": start + 600, "iat": start, "iss": "rapport", "aud": "rapport-api",
        "sub": id(1), "jti": id(5), "sid": id(2), "gen": 3, "rv": 4 })
}

fn header(tokens: &Tokens) -> Value {
    json!({ "alg": "EdDSA", "typ": TYPE, "kid": tokens.keys.token().newest().id })
}

/// Signs any header and any claims with the real key.
fn signed(tokens: &Tokens, header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let key = &tokens.keys.token().newest().key.signing;
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), key, Algorithm::EdDSA);
    format!("{message}.{}", signature.unwrap())
}

fn without(mut value: Value, name: &str) -> Value {
    value.as_object_mut().unwrap().remove(name);
    value
}

fn with(mut value: Value, name: &str, other: Value) -> Value {
    value[name] = other;
    value
}

#[test]
fn what_was_issued_is_taken() {
    let tokens = tokens();
    assert_eq!(tokens.check(&issued(&tokens), now()), Ok(BEARER));
    let by_hand = signed(&tokens, &header(&tokens), &claims());
    assert_eq!(tokens.check(&by_hand, now()), Ok(BEARER), "the tests below sign as we do");
}

#[test]
fn ends_half_a_minute_after_its_time() {
    let tokens = tokens();
    let token = issued(&tokens);
    let at = |seconds| tokens.check(&token, now() + TimeDelta::seconds(seconds));
    assert_eq!(at(629), Ok(BEARER));
    assert_eq!(at(630), Err(TokenError::Expired));
    assert_eq!(at(-30), Ok(BEARER));
    assert_eq!(at(-31), Err(TokenError::Invalid), "issued in the future");
}

#[test]
fn not_before_is_heeded() {
    let tokens = tokens();
    let from = |seconds| {
        let claims = with(claims(), "nbf", json!(now().timestamp() + seconds));
        tokens.check(&signed(&tokens, &header(&tokens), &claims), now())
    };
    assert_eq!(from(30), Ok(BEARER));
    assert_eq!(from(31), Err(TokenError::Invalid));
}

#[test]
fn no_claim_may_be_missing_or_of_another_kind() {
    let tokens = tokens();
    let check = |claims: &Value| tokens.check(&signed(&tokens, &header(&tokens), claims), now());
    for name in claims().as_object().unwrap().keys() {
        assert_eq!(check(&without(claims(), name)), Err(TokenError::Invalid), "no {name}");
        for other in [json!(null), json!([]), json!({}), json!("x"), json!(1.5), json!(true)] {
            let changed = with(claims(), name, other);
            assert_eq!(check(&changed), Err(TokenError::Invalid), "{changed}");
        }
    }
}

#[test]
fn only_our_header_is_taken() {
    let tokens = tokens();
    let check = |header: &Value| tokens.check(&signed(&tokens, header, &claims()), now());
    let ours = header(&tokens);
    for name in ["alg", "typ", "kid"] {
        assert_eq!(check(&without(ours.clone(), name)), Err(TokenError::Invalid), "no {name}");
    }
    let others = [
        ("typ", "JWT"),
        ("typ", "refresh+jwt"),
        ("alg", "none"),
        ("alg", "None"),
        ("alg", "HS256"),
        ("alg", "RS256"),
        ("alg", "ES256"),
        ("kid", "unknown"),
        ("kid", "../token"),
        ("kid", ""),
    ];
    for (name, other) in others {
        let changed = with(ours.clone(), name, json!(other));
        assert_eq!(check(&changed), Err(TokenError::Invalid), "{changed}");
    }
    let critical = with(ours, "crit", json!(["exp"]));
    assert_eq!(check(&critical), Err(TokenError::Invalid));
}

#[test]
fn public_key_is_no_shared_secret() {
    let tokens = tokens();
    let keyed = tokens.keys.token().newest();
    let public = keyed.key.checking.try_get_as_bytes().unwrap();
    let mut header = Header::new(Algorithm::HS256);
    header.typ = Some(TYPE.into());
    header.kid = Some(keyed.id.clone());
    let secret = EncodingKey::from_secret(public);
    let forged = jsonwebtoken::encode(&header, &claims(), &secret).unwrap();
    assert_eq!(tokens.check(&forged, now()), Err(TokenError::Invalid));
}

#[test]
fn unsigned_and_strangely_signed_are_refused() {
    let tokens = tokens();
    let token = issued(&tokens);
    let (message, _) = token.rsplit_once('.').unwrap();
    let none = with(header(&tokens), "alg", json!("none"));
    let none = signed(&tokens, &none, &claims());
    let (unsigned, _) = none.rsplit_once('.').unwrap();
    let candidates =
        [format!("{message}."), message.to_owned(), format!("{unsigned}."), format!("{token}.")];
    for text in candidates {
        assert_eq!(tokens.check(&text, now()), Err(TokenError::Invalid), "{text}");
    }
}

#[test]
fn other_instances_of_the_same_name_are_strangers() {
    let (ours, theirs) = (tokens(), tokens());
    assert_eq!(ours.check(&issued(&theirs), now()), Err(TokenError::Invalid));
    for (issuer, audience) in [("other", "rapport-api"), ("rapport", "other")] {
        let other = Tokens::new(Arc::clone(&ours.keys), &config(issuer, audience));
        assert_eq!(ours.check(&issued(&other), now()), Err(TokenError::Invalid));
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_fall_over(text in ".{0,200}") {
        prop_assert_eq!(tokens().check(&text, now()), Err(TokenError::Invalid));
    }

    #[test]
    fn no_character_may_be_another(place in 0_usize..1_000, other in "[A-Za-z0-9_.-]") {
        let tokens = tokens();
        let mut text = issued(&tokens);
        let place = place % text.len();
        prop_assume!(text[place..=place] != other);
        text.replace_range(place..=place, &other);
        prop_assert_eq!(tokens.check(&text, now()), Err(TokenError::Invalid));
    }
}
