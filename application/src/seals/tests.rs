use proptest::prelude::*;
use tlog_tiles::{Error, HashReader};

use super::{
    checkpoint::{CheckpointError, SealKey, TreeHead, VerifierKey},
    tile::{FULL, TilePath},
    tree::{Growing, Question, Tiles, TreeError, check_consistency, check_inclusion},
    *,
};

/// The entries that implementations of RFC 6962 are tested with since Certificate Transparency's own.
const ENTRIES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const LEAF_1: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const NODE_2_3: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const NODE_4_7: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
const NODE_4_5: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
const NODE_6_7: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const LEAF_4: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

fn hash(hex: &str) -> Hash {
    Hash(bytes(hex).try_into().unwrap())
}

/// A tree of some leaves, with all its tiles.
fn grown(leaves: impl IntoIterator<Item = Hash>) -> (Growing, Tiles) {
    let mut tree = Growing::default();
    for leaf in leaves {
        tree.push(leaf);
    }
    let tiles = tree.changed().map(|(place, hashes)| (place, hashes.to_vec())).collect();
    (tree, tiles)
}

fn numbered(count: u64) -> (Growing, Tiles) {
    grown((0..count).map(|number| leaf(&number.to_be_bytes())))
}

fn root(tiles: &Tiles, size: u64) -> Hash {
    Question::Root { size }.answer(tiles).unwrap()[0]
}

#[test]
fn roots_and_proofs_are_those_of_rfc_6962() {
    let (_, tiles) = grown(ENTRIES.map(|entry| leaf(&bytes(entry))));
    for (size, expected) in (1..).zip(ROOTS) {
        assert_eq!(root(&tiles, size), hash(expected), "{size}");
    }
    let included = |index, size| Question::Inclusion { size, index }.answer(&tiles).unwrap();
    let hashes = |hex: &[&str]| hex.iter().map(|hex| hash(hex)).collect::<Vec<_>>();
    assert_eq!(included(0, 1), []);
    assert_eq!(included(0, 8), hashes(&[LEAF_1, NODE_2_3, NODE_4_7]));
    assert_eq!(included(5, 8), hashes(&[LEAF_4, NODE_6_7, ROOTS[3]]));
    assert_eq!(included(2, 3), hashes(&[ROOTS[1]]));
    assert_eq!(included(1, 5), hashes(&[ROOTS[0], NODE_2_3, LEAF_4]));
    let consistent = |from, to| Question::Consistency { from, to }.answer(&tiles).unwrap();
    assert_eq!(consistent(1, 1), []);
    assert_eq!(consistent(1, 8), hashes(&[LEAF_1, NODE_2_3, NODE_4_7]));
    assert_eq!(consistent(6, 8), hashes(&[NODE_4_5, NODE_6_7, ROOTS[3]]));
    assert_eq!(consistent(2, 5), hashes(&[NODE_2_3, LEAF_4]));
}

#[test]
fn the_empty_tree_has_the_hash_of_nothing_as_its_root() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(Growing::default().root().unwrap(), hash(empty));
}

#[test]
fn paths_of_tiles_are_those_of_c2sp() {
    for (path, level, index, width) in [
        ("0/000", 0, 0, 256),
        ("0/x001/x234/067", 0, 1_234_067, 256),
        ("1/x001/234.p/7", 1, 1_234, 7),
        ("0/273.p/112", 0, 273, 112),
    ] {
        let parsed: TilePath = path.parse().unwrap();
        assert_eq!((parsed.place.level, parsed.place.index, parsed.width), (level, index, width));
        assert_eq!(parsed.to_string(), path);
    }
    for wrong in [
        "",
        "0",
        "0/",
        "0/0",
        "0/1000",
        "0/x000/001",
        "0/x1/001",
        "0/+01",
        "64/000",
        "0/000.p/0",
        "0/000.p/256",
        "0/000.p/01",
        "-1/000",
        "256/000",
        "0/001/x001",
        "0/000/",
        "entries/000",
        "0/x999/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert!(wrong.parse::<TilePath>().is_err(), "{wrong}");
    }
}

#[test]
fn tiles_are_full_and_partial_as_in_c2sp() {
    // The example of tlog-tiles: a tree of 70,000.
    let width = |path: &str| path.parse::<TilePath>().unwrap().place.width(70_000);
    assert_eq!(width("0/272"), 256);
    assert_eq!(width("0/273"), 112);
    assert_eq!(width("0/274"), 0);
    assert_eq!(width("1/000"), 256);
    assert_eq!(width("1/001"), 17);
    assert_eq!(width("2/000"), 1);
    assert_eq!(width("3/000"), 0);
    assert_eq!(width("63/000"), 0);
}

#[test]
fn notes_are_signed_as_in_c2sp() {
    let key: SealKey = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
        .parse()
        .unwrap();
    assert_eq!(
        key.verifier().as_str(),
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    );
    // The example of tlog-checkpoint.
    let note = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
                — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
    let head = TreeHead::read(note).unwrap();
    assert_eq!((head.origin.as_str(), head.size), ("example.com/behind-the-sofa", 20_852_163));
}

#[test]
fn a_checkpoint_is_believed_only_when_signed_with_a_known_key_of_that_log() {
    let (one, two) = (
        SealKey::make("q.gent/tlog", &[1; 32]).unwrap(),
        SealKey::make("q.gent/tlog", &[2; 32]).unwrap(),
    );
    assert_eq!(one.to_secret().parse::<SealKey>().unwrap().verifier(), one.verifier());
    assert!(!format!("{one:?}").contains(one.to_secret()));
    let head = TreeHead {
        origin: "q.gent/tlog".into(),
        size: 7,
        root: leaf(b"7"),
    };
    let note = head.sign(&[&one]).unwrap();
    let known = |key: &SealKey| [key.verifier().clone()];
    assert_eq!(TreeHead::verified(&note, &known(&one)).unwrap(), head);
    assert_eq!(TreeHead::verified(&note, &known(&two)), Err(CheckpointError::Signature));
    assert_eq!(TreeHead::verified(&note, &[]), Err(CheckpointError::Signature));
    assert_eq!(
        TreeHead::verified(&note.replacen("\n7\n", "\n8\n", 1), &known(&one)),
        Err(CheckpointError::Signature)
    );
    let both = head.sign(&[&one, &two]).unwrap();
    for key in [&one, &two] {
        assert_eq!(TreeHead::verified(&both, &known(key)).unwrap(), head);
    }
    let elsewhere = SealKey::make("other.example/tlog", &[1; 32]).unwrap();
    let foreign = head.sign(&[&elsewhere]).unwrap();
    assert_eq!(
        TreeHead::verified(&foreign, &known(&elsewhere)),
        Err(CheckpointError::Signature)
    );
    for wrong in ["", "a+b", "q.gent/tlog+00000000+AQ=="] {
        assert!(wrong.parse::<VerifierKey>().is_err(), "{wrong}");
    }
    for wrong in ["", "two words", "a+b"] {
        assert_eq!(SealKey::make(wrong, &[1; 32]).unwrap_err(), CheckpointError::Origin);
    }
}

#[test]
fn a_proof_needs_a_handful_of_tiles_in_a_tree_of_any_size() {
    for size in [10_000_000, u64::from(u32::MAX), 1 << 40] {
        for index in [0, size / 3, size - 1] {
            let tiles = Question::Inclusion { size, index }.tiles().len();
            assert!(tiles <= 2 * 6, "{size}: {tiles}");
        }
    }
}

#[test]
fn a_question_about_what_is_not_there_has_no_answer() {
    let (_, tiles) = numbered(10);
    assert_eq!(
        Question::Inclusion { size: 10, index: 10 }.answer(&tiles),
        Err(TreeError::OutOfBounds)
    );
    assert_eq!(
        Question::Consistency { from: 11, to: 10 }.answer(&tiles),
        Err(TreeError::OutOfBounds)
    );
    assert_eq!(
        Question::Consistency { from: 0, to: 10 }.answer(&tiles),
        Err(TreeError::OutOfBounds)
    );
    assert_eq!(Question::Root { size: 11 }.answer(&tiles), Err(TreeError::MissingTile));
    assert_eq!(Question::Root { size: 10 }.answer(&Tiles::new()), Err(TreeError::MissingTile));
    let long = vec![leaf(b""); 100_000];
    assert_eq!(check_inclusion(&long, 10, leaf(b""), 0, leaf(b"")), Err(TreeError::Disproved));
}

/// The tree as RFC 6962 defines it, from the leaves.
struct Leaves(Vec<Hash>);

impl HashReader for Leaves {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        let defined = |index: &u64| {
            let (level, number) = tlog_tiles::split_stored_hash_index(*index);
            let from = usize::try_from(number << level).unwrap();
            defined(&self.0[from..from + (1 << level)])
        };
        Ok(indexes.iter().map(defined).collect())
    }
}

fn defined(leaves: &[Hash]) -> Hash {
    if let [one] = leaves {
        return *one;
    }
    let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
    tlog_tiles::node_hash(defined(left), defined(right))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_record_of_any_prefix_is_proved(size in 1_u64..70_000, prefix: prop::sample::Index, index: prop::sample::Index) {
        let (_, tiles) = numbered(size);
        let size = prefix.index(usize::try_from(size).unwrap()) as u64 + 1;
        let index = index.index(usize::try_from(size).unwrap()) as u64;
        let root = root(&tiles, size);
        let proof = Question::Inclusion { size, index }.answer(&tiles).unwrap();
        let leaf_hash = leaf(&index.to_be_bytes());
        prop_assert_eq!(check_inclusion(&proof, size, root, index, leaf_hash), Ok(()));
        prop_assert!(check_inclusion(&proof, size, root, index, leaf(b"another")).is_err());
        if size > 1 {
            prop_assert!(check_inclusion(&proof, size, root, (index + 1) % size, leaf_hash).is_err());
            prop_assert!(check_inclusion(&proof[1..], size, root, index, leaf_hash).is_err());
        }
    }

    #[test]
    fn any_two_checkpoints_are_consistent(size in 1_u64..70_000, from: prop::sample::Index, to: prop::sample::Index) {
        let (_, tiles) = numbered(size);
        let place = |index: &prop::sample::Index| index.index(usize::try_from(size).unwrap()) as u64 + 1;
        let (from, to) = (place(&from).min(place(&to)), place(&from).max(place(&to)));
        let (old, new) = (root(&tiles, from), root(&tiles, to));
        let proof = Question::Consistency { from, to }.answer(&tiles).unwrap();
        prop_assert_eq!(check_consistency(&proof, (from, old), (to, new)), Ok(()));
        prop_assert!(check_consistency(&proof, (from, leaf(b"another")), (to, new)).is_err());
        prop_assert!(check_consistency(&proof, (from, old), (to, leaf(b"another"))).is_err());
    }

    #[test]
    fn a_tree_goes_on_from_its_edge_alone(before in 0_u64..2_000, after in 0_u64..2_000) {
        let (whole, tiles) = numbered(before + after);
        let edge = Growing::edge(before).into_iter().map(|place| (place, tiles[&place].clone())).collect();
        let mut tree = Growing::from(before, edge).unwrap();
        for number in before..before + after {
            tree.push(leaf(&number.to_be_bytes()));
        }
        prop_assert_eq!(tree.root().unwrap(), whole.root().unwrap());
        for (place, hashes) in tree.changed() {
            prop_assert_eq!(hashes, &tiles[&place][..]);
        }
    }

    #[test]
    fn roots_are_as_defined(size in 1_u64..3 * FULL) {
        let leaves: Vec<Hash> = (0..size).map(|number| leaf(&number.to_be_bytes())).collect();
        let (tree, _) = numbered(size);
        prop_assert_eq!(tree.root().unwrap(), defined(&leaves));
        prop_assert_eq!(tlog_tiles::tree_hash(size, &Leaves(leaves)).unwrap(), tree.root().unwrap());
    }
}
