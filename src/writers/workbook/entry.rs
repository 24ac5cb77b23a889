//! Data validation: what a cell takes, and what Excel says when it gets something else.

use super::guide::{Guide, Message, fill};
use crate::model::Form;
use crate::model::form::{FieldForm, FieldKind, FigureKind};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Formula, XlsxError,
};

/// The validation of figures of one kind; `cell` is the reference of the first of them.
pub fn figure(guide: &Guide, kind: FigureKind, cell: &str) -> Result<DataValidation, XlsxError> {
    let new = DataValidation::new();
    let messages = &guide.messages;
    match kind {
        FigureKind::Count => says(
            new.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)),
            &messages.count,
        ),
        FigureKind::Signed => says(
            new.allow_whole_number(DataValidationRule::Between(-i32::MAX, i32::MAX)),
            &messages.signed,
        ),
        FigureKind::WanYuan => says(
            new.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)),
            &messages.wan_yuan,
        ),
        // Only zero means the same in every unit; `元` also ends `万元`.
        FigureKind::Money => says(
            new.allow_custom(Formula::new(format!("OR({cell}=0,RIGHT(TRIM({cell}),1)=\"元\")")))
                .set_error_style(DataValidationErrorStyle::Warning),
            &messages.money,
        ),
    }
}

/// The validation of a key of 基本信息, if it has one.
pub fn field(
    guide: &Guide,
    form: &Form,
    field: &FieldForm,
) -> Result<Option<DataValidation>, XlsxError> {
    let new = DataValidation::new();
    Ok(match field.kind {
        FieldKind::Year => {
            let last = form.last_year.unwrap_or(form.first_year + 99);
            let years = new
                .allow_whole_number(DataValidationRule::Between(form.first_year, last))
                .set_error_style(DataValidationErrorStyle::Warning);
            let message = &guide.messages.year;
            let error = message.error.as_ref().map(|text| fill(text, form));
            Some(says(years, &Message { title: message.title.clone(), prompt: None, error })?)
        }
        FieldKind::Choice => {
            let list = new.allow_list_strings(&field.choices)?;
            Some(says(list, &guide.messages.choice)?)
        }
        FieldKind::Text | FieldKind::Date | FieldKind::Code => None,
    })
}

/// No restriction, only a hint: where the note below a table goes.
pub fn note(guide: &Guide) -> Result<DataValidation, XlsxError> {
    says(DataValidation::new().allow_any_value(), &guide.messages.note)
}

fn says(validation: DataValidation, message: &Message) -> Result<DataValidation, XlsxError> {
    let mut validation = validation;
    if let Some(prompt) = &message.prompt {
        validation = validation.set_input_title(&message.title)?.set_input_message(prompt)?;
    }
    if let Some(error) = &message.error {
        validation = validation.set_error_title(&message.title)?.set_error_message(error)?;
    }
    Ok(validation)
}
