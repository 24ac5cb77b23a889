//! Keys of 基本信息 that differ.

use super::Side;
use crate::model::form::{field_label, fields};
use crate::model::{Address, Place};
use serde::Serialize;
use std::collections::BTreeMap;

/// A key with another value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyChange {
    /// The id of the field; what is typed for one that we do not know.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The old value, if there was one.
    pub old: Option<String>,
    /// The new value, if there is one.
    pub new: Option<String>,
    /// Where the new one stands.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// The keys that differ.
pub fn changes(old: Side<'_>, new: Side<'_>) -> Vec<KeyChange> {
    let mut ids: Vec<&str> = fields().fields.iter().map(|field| field.id.as_str()).collect();
    // XML may hold keys that no workbook has.
    for side in [old, new] {
        let others = side.report.metadata.fields.keys().map(String::as_str);
        ids.extend(others.filter(|id| field_label(id).is_empty()).collect::<Vec<_>>());
    }
    ids.sort_by_key(|id| fields().fields.iter().position(|field| field.id == *id));
    ids.dedup();
    let known = ids.into_iter().filter_map(|id| {
        let value = |side: Side<'_>| side.report.metadata.typed(id);
        let name = match field_label(id) {
            "" => id,
            label => label,
        };
        let place = new.origins.get(&Address::Field(id.to_owned())).cloned();
        change(id, name, value(old), value(new), place)
    });
    let unknown = |side: Side<'_>| -> BTreeMap<String, String> {
        side.report.metadata.unknown.iter().cloned().collect()
    };
    let (before, after) = (unknown(old), unknown(new));
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let others = names.into_iter().filter_map(|name| {
        change(name, name, before.get(name).cloned(), after.get(name).cloned(), None)
    });
    known.chain(others).collect()
}

fn change(
    id: &str,
    name: &str,
    old: Option<String>,
    new: Option<String>,
    place: Option<Place>,
) -> Option<KeyChange> {
    let (id, name) = (id.to_owned(), name.to_owned());
    (old != new).then_some(KeyChange { id, name, old, new, place })
}
