//! A message: the length of its JSON, the JSON, then the blobs one after the other. The JSON
//! of a request says in `blobs` how long each is; so does that of an answer.

use serde::Serialize;
use serde_json::{Map, Value, json};

/// JSON and blobs.
pub struct Message {
    /// What is asked, or answered.
    pub head: Map<String, Value>,
    /// Files that belong to it.
    pub blobs: Vec<Vec<u8>>,
}

impl Message {
    /// An answer without blobs.
    pub fn of(value: &impl Serialize) -> Message {
        match serde_json::to_value(value) {
            Ok(Value::Object(head)) => Message { head, blobs: Vec::new() },
            Ok(other) => Message { head: Map::from_iter([("value".into(), other)]), blobs: vec![] },
            Err(error) => Message::refusal(&error.to_string()),
        }
    }

    /// Why there is no answer.
    pub fn refusal(sentence: &str) -> Message {
        Message { head: Map::from_iter([("error".into(), json!(sentence))]), blobs: Vec::new() }
    }

    /// Reads a request; one that is cut short has fewer blobs.
    pub fn parse(bytes: &[u8]) -> Message {
        let none = || Message { head: Map::new(), blobs: Vec::new() };
        let Some((length, rest)) = bytes.split_first_chunk::<4>() else { return none() };
        let length = u32::from_le_bytes(*length) as usize;
        let Some((head, mut rest)) = rest.split_at_checked(length) else { return none() };
        let Ok(head) = serde_json::from_slice::<Map<String, Value>>(head) else { return none() };
        let lengths = head.get("blobs").and_then(Value::as_array).into_iter().flatten();
        let mut blobs = Vec::new();
        for length in lengths.filter_map(Value::as_u64) {
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            let Some((blob, after)) = rest.split_at_checked(length) else { break };
            blobs.push(blob.to_vec());
            rest = after;
        }
        Message { head, blobs }
    }

    /// As it goes over.
    pub fn into_bytes(mut self) -> Vec<u8> {
        let lengths: Vec<usize> = self.blobs.iter().map(Vec::len).collect();
        self.head.insert("blobs".into(), json!(lengths));
        let head = Value::Object(self.head).to_string();
        // Answers are smaller than the memory of a page, which has 32 bits.
        let length = u32::try_from(head.len()).unwrap_or(u32::MAX);
        let mut bytes = length.to_le_bytes().to_vec();
        bytes.extend_from_slice(head.as_bytes());
        for blob in self.blobs {
            bytes.extend(blob);
        }
        bytes
    }
}
