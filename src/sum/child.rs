//! What a folder held: reports to add up, and what was left out, with the reason.

use super::turn::Filed;
use crate::diag::{Code, Finding, say, value};
use crate::model::{Origins, Report};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

crate::diag::codes! {
    NB802 = Warning "同一机关有两份下级报告"
        what "文件夹里有两个工作簿的机关名称相同。"
        why "两份都加会重复计算；程序只计保存得晚的一份，分不出先后的取文件名排在后面的。"
        fix "留下正确的一份，把另一份移出文件夹。"
        basis "每个机关每年度一份报告；《政府信息公开条例》第四十九条、第五十条。";
    NB803 = Warning "下级报告的年度不对"
        what "下级报告的年度与汇总的年度不同，或没有填写。"
        why "不同年度的数据不能相加：年度不同的没有计入；没有填年度的按同一年度计入。"
        fix "换成同一年度的报告，或补填报告年度。"
        basis "数据的统计期限为报告年度的 1 月 1 日至 12 月 31 日。";
    NB804 = Warning "下级文件没有读取"
        what "文件夹里有一个工作簿打不开，或里面没有年度报告的表格。"
        why "它的数据没有计入，合计因此可能少了一家。"
        fix "按提示处理后重试；与年度报告无关的文件请移出文件夹。"
        basis "本程序的读取约定：不悄悄丢失内容。";
    NB808 = Warning "下级报告与总表是同一机关"
        what "文件夹里有一份报告的机关名称与总表相同。"
        why "它可能是总表的旧稿；计入会重复计算，所以没有计入。"
        fix "旧稿请移出文件夹；若是本级机关自己的数据，请填写该机关的准确名称。"
        basis "汇总的数据来自所属部门和下级。";
    NB809 = Info "文件夹里有其他文件没有读取"
        what "文件夹里有文字文件、压缩包、临时文件等，没有当作下级报告。"
        why "有的单位可能报的是 Word 或 PDF；工作簿正在打开时，可能有修改还没有保存。"
        fix "请这些单位报送工作簿；正在打开的，请保存关闭后重试。"
        basis "本程序的读取约定：不悄悄丢失内容。";
}

/// The report of one body.
#[derive(Debug)]
pub struct Child {
    /// Path of its file below the folder.
    pub file: String,
    /// The report.
    pub report: Report,
    /// Where its values stand.
    pub origins: Origins,
    /// How many errors its own check found.
    pub errors: usize,
    /// Which of the bodies that were expected it is of.
    pub unit: Option<usize>,
    /// What that body is called, for a report that does not say itself.
    pub called: Option<String>,
    /// When it was saved last, in a form that sorts; none where the file does not say.
    pub saved: Option<String>,
    /// Whether its workbook lists what it was made of: `nianbao sum` wrote it.
    pub is_sum: bool,
}

impl Child {
    /// The body's name; the file's where nobody knows it.
    pub fn name(&self) -> &str {
        let own = self.report.metadata.agency.as_deref();
        own.or(self.called.as_deref()).unwrap_or(&self.file)
    }

    /// What says which of two counts.
    pub fn filed(&self) -> Filed<'_> {
        (self.saved.as_deref(), &self.file)
    }

    /// Body and file, for messages.
    pub fn full_name(&self) -> String {
        match (&self.report.metadata.agency, &self.called) {
            (Some(agency), _) => format!("{agency}（{}）", self.file),
            (None, Some(name)) => format!("{name}（{}，没有填机关名称）", self.file),
            (None, None) => format!("“{}”（没有填机关名称）", self.file),
        }
    }
}

/// A file that was not added, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Path of the file below the folder.
    pub file: String,
    /// Which of the reasons.
    pub why: Why,
    /// The reason in words.
    pub reason: String,
}

/// Why a file was not added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It could not be read.
    Unreadable,
    /// It reports on another year.
    OtherYear,
    /// The same body reported the same figures in another file.
    Copy,
    /// The same body reported other figures in another file.
    Rival,
    /// It is a report of the body that the total is of.
    Total,
}

impl LeftOut {
    /// Whether the sum may be wrong without it.
    pub fn is_grave(&self) -> bool {
        matches!(self.why, Why::Unreadable | Why::Rival)
    }

    /// The same as a finding.
    pub fn finding(&self) -> Finding {
        let code: &'static Code = match self.why {
            Why::Unreadable => &NB804,
            Why::OtherYear => &NB803,
            Why::Copy | Why::Rival => &NB802,
            Why::Total => &NB808,
        };
        Finding::new(
            code,
            say!("{}没有计入：{}", value(&self.file), self.reason.as_str()),
            code.fix,
        )
    }
}

/// Everything that a folder held.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Reports, in the order of their files.
    pub children: Vec<Child>,
    /// Workbooks that could not be read.
    pub left_out: Vec<LeftOut>,
    /// Files that are no workbooks, and workbooks being edited, in words.
    pub passed_over: Vec<String>,
    /// The bodies that are to report, by name; none where nobody said.
    pub expected: Vec<String>,
}

/// How the reports that are added agree with the bodies that were expected.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    /// The bodies that are missing.
    pub missing: Vec<String>,
    /// The reports of bodies that nobody expected: body and file.
    pub strangers: Vec<String>,
}

impl Gathered {
    /// Which bodies are missing from these reports, and which were not expected.
    pub fn attendance(&self, taken: &[&Child]) -> Attendance {
        if self.expected.is_empty() {
            return Attendance::default();
        }
        let found: BTreeSet<usize> = taken.iter().filter_map(|child| child.unit).collect();
        let all = self.expected.iter().enumerate();
        let missing = all.filter(|(at, _)| !found.contains(at)).map(|(_, name)| name.clone());
        let strangers = taken.iter().filter(|child| child.unit.is_none());
        Attendance {
            missing: missing.collect(),
            strangers: strangers.map(|child| child.full_name()).collect(),
        }
    }

    /// One finding for all files passed over.
    pub fn passed_over(&self) -> Option<Finding> {
        const MOST: usize = 5;
        let shown = self.passed_over.iter().take(MOST).cloned().collect::<Vec<_>>().join("、");
        let count = self.passed_over.len();
        let more = if count > MOST { format!("等 {count} 个") } else { String::new() };
        let message = format!("文件夹里另有文件没有当作下级报告：{shown}{more}");
        (count > 0).then(|| Finding::new(&NB809, message, NB809.fix))
    }
}

/// A body's name for comparing: widths and spaces do not matter.
pub fn bare(name: &str) -> String {
    name.nfkc().filter(|c| !c.is_whitespace()).collect()
}
