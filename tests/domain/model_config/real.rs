use super::{layers, recorded};

#[test]
fn p() {
    let mut names: Vec<_> = std::fs::read_dir(format!("{}/tests/fixtures/configs", env!("CARGO_MANIFEST_DIR"))).unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap()).filter(|n| n.ends_with(".json") && !n.contains("hf_quant")).collect();
    names.sort();
    for n in names {
        let n = n.strip_suffix(".json").unwrap();
        let c = recorded(n);
        let g = &c.geometry;
        let a = g.layers.iter().find_map(|l| l.attention);
        println!("{n} type={} arch={} E={} V={} ctx={:?} tied={} draft={} L={} {} total={} float={:?} mm={} missing={:?}", c.model_type, g.architecture, g.embedding_length, g.vocabulary, g.context_length, g.tied_embeddings, g.draft_blocks, g.layers.len(), layers(g), c.weight_shapes().total(), c.float, c.is_multimodal, g.missing);
        println!("   {a:?}\n   {:?}\n   {:?} {:?}", g.layers.last().map(|l| (l.dense, l.experts)), c.weight_shapes().classes, c.quantization);
        println!("   facts {:?}", g.facts.iter().map(|f| format!("{:?} {} {:?}", f.quantity, f.smallest, f.origin)).collect::<Vec<_>>());
    }
}
