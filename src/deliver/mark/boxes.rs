//! One box of a comment: how large for its text, and where.

use super::layout::Layout;
use crate::model::area::Position;

/// Dots of a Chinese character in the 10 points of our comments.
const CHARACTER_PX: f64 = 13.4;
/// Dots of a line.
const LINE_PX: u32 = 18;
/// Dots that the frame takes, both sides together.
const FRAME_PX: u32 = 18;
/// Widths that are tried, narrow before wide, until the text is no higher than this.
const WIDTHS: [u32; 4] = [240, 320, 420, 560];
const HIGH_PX: u32 = 300;
/// No box is higher.
const HIGHEST_PX: u32 = 900;

/// A box for the comment of a cell: to its right, hidden until somebody points at it.
pub fn shape(
    at: Position,
    text: &str,
    number: u32,
    order: usize,
    names: &str,
    layout: &Layout,
) -> String {
    let (width, height) = size(text);
    let left = layout.right_of((layout.area(at).last.1 + 1, 0), 12);
    let top = match at.0.checked_sub(1) {
        Some(above) => layout.below((above, 0), 10),
        None => layout.below((0, 0), 2),
    };
    let (right, bottom) = (layout.right_of(left, width), layout.below(top, height));
    let points = |px: u32| f64::from(px) * 0.75;
    format!(
        "<v:shape id=\"_x0000_s{number}\"{names} type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;margin-top:1.5pt;width:{}pt;height:{}pt;z-index:{order};visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{}, {}, {}, {}, {}, {}, {}, {}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{}</x:Row><x:Column>{}</x:Column></x:ClientData></v:shape>",
        points(width),
        points(height),
        left.0,
        left.1,
        top.0,
        top.1,
        right.0,
        right.1,
        bottom.0,
        bottom.1,
        at.0,
        at.1
    )
}

/// The anchor of a box that must hold this text; `None` when it is large enough as it is.
pub fn larger(anchor: &str, text: &str, layout: &Layout) -> Option<String> {
    // LibreOffice writes dots below zero.
    let number = |text: &str| u32::try_from(text.trim().parse::<i64>().ok()?.max(0)).ok();
    let numbers: Vec<u32> = anchor.split(',').map(number).collect::<Option<_>>()?;
    let &[left, left_px, top, top_px, right, right_px, bottom, bottom_px] = numbers.as_slice()
    else {
        return None;
    };
    let (width, height) = size(text);
    let place = (right, right_px).max(layout.right_of((left, left_px), width));
    let is_high = layout.height((top, top_px), (bottom, bottom_px)) >= height;
    let low = if is_high { (bottom, bottom_px) } else { layout.below((top, top_px), height) };
    let is_same = place == (right, right_px) && low == (bottom, bottom_px);
    (!is_same).then(|| {
        format!(
            "{left}, {left_px}, {top}, {top_px}, {}, {}, {}, {}",
            place.0, place.1, low.0, low.1
        )
    })
}

/// Width and height in dots that a text needs.
fn size(text: &str) -> (u32, u32) {
    let height = |width: u32| {
        let room = f64::from(width - FRAME_PX) / CHARACTER_PX;
        let lines: u32 = text
            .split('\n')
            .map(|line| (characters(line) / room.floor()).ceil().max(1.0) as u32)
            .sum();
        lines * LINE_PX + FRAME_PX
    };
    let width = WIDTHS.into_iter().find(|width| height(*width) <= HIGH_PX);
    let width = width.unwrap_or(WIDTHS[WIDTHS.len() - 1]);
    (width, height(width).min(HIGHEST_PX))
}

/// The length of a line in Chinese characters.
fn characters(line: &str) -> f64 {
    line.chars().map(|c| if c.is_ascii() { 0.55 } else { 1.0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_grow_with_their_text() {
        assert_eq!(size("错误 NB201\n合计 37"), (240, 2 * LINE_PX + FRAME_PX));
        let (width, height) = size(&"合计与分项之和不一致。".repeat(30));
        assert!(width > 300 && height <= HIGH_PX, "{width} × {height}");
        assert_eq!(size(&"行\n".repeat(900)), (560, HIGHEST_PX));
    }

    #[test]
    fn a_box_of_somebody_else_only_grows() {
        let layout = Layout::read("<worksheet><sheetData/></worksheet>").unwrap();
        assert_eq!(larger("1, 0, 1, 0, 9, 0, 40, 0", "短", &layout), None);
        assert_eq!(
            larger("1, 0, 1, 0, 2, 0, 2, 0", "短", &layout).unwrap(),
            "1, 0, 1, 0, 4, 48, 2, 16"
        );
        assert_eq!(larger("nonsense", "短", &layout), None);
    }
}
