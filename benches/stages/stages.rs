//! How long each stage takes for one report after another, all different, in one process:
//! `cargo bench --manifest-path benches/stages/Cargo.toml`. A whole run with everything around it is measured by `../peers/run.py`.

use nianbao_stages as distinct;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use nianbao::model::{Forms, Report};
use nianbao::publication::compose;
use nianbao::reader::{self, OpenOptions};
use nianbao::payload::write;
use nianbao::writers::{docx, pdf, workbook};
use std::hint::black_box;
use std::time::Duration;

/// Reports and their workbooks, none of them the same.
fn reports() -> impl FnMut() -> Report {
    let mut number = 0;
    move || {
        number += 1;
        distinct::report(number)
    }
}

fn stages(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("report");
    let options = OpenOptions::default();
    let mut next = reports();
    group.bench_function("guard+read", |b| {
        let workbook = || workbook::filled(&next()).expect("a workbook");
        b.iter_batched(workbook, |bytes| reader::read(&bytes, &options), BatchSize::SmallInput);
    });
    let mut next = reports();
    group.bench_function("check", |b| {
        let read = || {
            let bytes = workbook::filled(&next()).expect("a workbook");
            reader::read(&bytes, &options).expect("a report")
        };
        let check =
            |read: reader::Read| nianbao::rules::check(&read.report, &read.origins, &read.sheets, Forms::shipped());
        b.iter_batched(read, check, BatchSize::SmallInput);
    });
    let mut next = reports();
    group.bench_function("docx", |b| {
        let write = |report| docx::write(&compose(&report, None), &docx::Options::default());
        b.iter_batched(&mut next, write, BatchSize::SmallInput);
    });
    let mut next = reports();
    let (fonts, pdf_options) = (pdf::Fonts::embedded(), pdf::Options::default());
    group.bench_function("pdf", |b| {
        let write = |report| pdf::write(&compose(&report, None), &fonts, &pdf_options);
        b.iter_batched(&mut next, write, BatchSize::SmallInput);
    });
    let mut next = reports();
    group.bench_function("characters", |b| {
        let look = |report: Report| {
            black_box(pdf::characters(&report, &nianbao::model::Origins::default(), &fonts))
        };
        b.iter_batched(&mut next, look, BatchSize::SmallInput);
    });
    let mut next = reports();
    group.bench_function("xml", |b| {
        b.iter_batched(&mut next, |report| write::write(&report), BatchSize::SmallInput);
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(40)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(5))
        .without_plots();
    targets = stages
}
criterion_main!(benches);
