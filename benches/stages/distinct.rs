//! Reports that share nothing but their form: body, prose and figures all differ. The same
//! number gives the same report, everywhere.

use nianbao::model::{Figure, Passage, Report};

/// A word is two characters; together about as many different ones as a real report has.
const WORDS: &str = include_str!("words.txt");
/// Characters in a paragraph: nine pages in all.
const PARAGRAPH: usize = 190;

/// The report with this number: eight to ten pages, no errors in it.
pub fn report(number: u64) -> Report {
    let mut report: Report = toml::from_str(include_str!("../../templates/example-2021.toml"))
        .expect("the example is a report");
    let mut prose = Prose::new(number);
    let agency = format!("{}{}县人民政府", prose.word(), prose.word());
    report.metadata.agency = Some(agency);
    report.metadata.fields.insert("indexNumber".into(), format!("11610430/2022-{number:05}"));
    report.metadata.fields.remove("publisher");
    for section in report.sections.iter_mut().filter(|section| section.number != 6) {
        let old = std::mem::take(&mut section.blocks);
        for passage in old {
            match passage {
                Passage::Paragraph(_) => {
                    section.blocks.push(Passage::Paragraph(prose.paragraph()));
                }
                heading => section.blocks.push(heading),
            }
        }
    }
    let more = i64::try_from(prose.below(9000)).expect("small");
    let mut set = |table: &str, row: &str, column: &str, value| {
        let table = report.tables.get_mut(table).expect("a table of the form");
        table.set(row, column, Figure::whole(value));
    };
    set("proactive", "a20-5-license", "decisions", 100 + more);
    set("proactive", "a20-6-penalty", "decisions", 50 + more / 7);
    for row in ["r1", "r3-1", "r3-7"] {
        set("requests", row, "natural", more);
        set("requests", row, "total", more + 1);
    }
    report
}

/// Words at random: SplitMix64, so that no library decides what is measured.
struct Prose {
    state: u64,
    words: Vec<&'static str>,
}

impl Prose {
    fn new(seed: u64) -> Prose {
        Prose {
            state: seed.wrapping_mul(0xd134_2543_de82_ef95),
            words: WORDS.split_whitespace().collect(),
        }
    }

    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % (end as u64)).expect("below a usize")
    }

    fn word(&mut self) -> &'static str {
        let at = self.below(self.words.len());
        self.words[at]
    }

    fn paragraph(&mut self) -> String {
        let mut text = String::new();
        while text.chars().count() < PARAGRAPH {
            let words = 4 + self.below(5);
            (0..words).for_each(|_| text.push_str(self.word()));
            text.push(if self.below(3) == 0 { '。' } else { '，' });
        }
        text.truncate(text.len() - '，'.len_utf8());
        text.push('。');
        text
    }
}
