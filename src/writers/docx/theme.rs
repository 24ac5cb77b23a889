//! The theme part. No style of ours names it, but Word expects one in every document and
//! takes its own colours and Latin fonts where there is none.

use super::face::Face;

/// Path of the part.
pub const PATH: &str = "word/theme/theme1.xml";
/// Its content type.
pub const MEDIA: &str = "application/vnd.openxmlformats-officedocument.theme+xml";

/// The colours of the scheme, black and white first.
const COLOURS: [(&str, &str); 12] = [
    ("dk1", "000000"),
    ("lt1", "FFFFFF"),
    ("dk2", "44546A"),
    ("lt2", "E7E6E6"),
    ("accent1", "4472C4"),
    ("accent2", "ED7D31"),
    ("accent3", "A5A5A5"),
    ("accent4", "FFC000"),
    ("accent5", "5B9BD5"),
    ("accent6", "70AD47"),
    ("hlink", "0563C1"),
    ("folHlink", "954F72"),
];

const FILL: &str = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";

/// The part: the faces of the report, plain lines and fills.
pub fn part() -> Vec<u8> {
    let colours: String = COLOURS
        .iter()
        .map(|(name, rgb)| format!("<a:{name}><a:srgbClr val=\"{rgb}\"/></a:{name}>"))
        .collect();
    let fonts = |kind: &str, face: Face| {
        let face = face.name();
        format!(
            "<a:{kind}><a:latin typeface=\"{face}\"/><a:ea typeface=\"{face}\"/><a:cs typeface=\"\"/></a:{kind}>"
        )
    };
    let fonts = fonts("majorFont", Face::Hei) + &fonts("minorFont", Face::FangSong);
    let line = format!(
        "<a:ln w=\"6350\" cap=\"flat\" cmpd=\"sng\" algn=\"ctr\">{FILL}<a:prstDash val=\"solid\"/></a:ln>"
    );
    let (fills, lines) = (FILL.repeat(3), line.repeat(3));
    let effects = "<a:effectStyle><a:effectLst/></a:effectStyle>".repeat(3);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"公文\"><a:themeElements><a:clrScheme name=\"公文\">{colours}</a:clrScheme><a:fontScheme name=\"公文\">{fonts}</a:fontScheme><a:fmtScheme name=\"公文\"><a:fillStyleLst>{fills}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst><a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{fills}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
    .into_bytes()
}
