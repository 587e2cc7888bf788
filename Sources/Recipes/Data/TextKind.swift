import Platform
import Telemetry
import Training
import YAML

/// The characters of a text, each to be predicted from those before it.
struct TextKind: DataKind {
    let word = "text"
    let meaning = "characters of a text, each to be predicted from those before it"
    let synonyms = "txt characters char"
    let shape = DataShape.texts
    let targets: TargetType? = .classes

    let files = FileKeys("a file in UTF-8")
    @Key(
        "The share of the text, at its end, that is kept back; an evaluation goes over all of it. 0 evaluates nothing.",
        in: .from(0, below: 1)
    )
    var validation = 0.1
    @Key(
        "Windows from anywhere, drawn anew for every step; or one after the other, as many lanes of the text at a "
            + "time as a batch has rows, where a recurrent model continues from the state that it reached."
    )
    var windows = Windows.random
    @Key(.length) var length = 64
    let shared = DataKeys()

    enum Windows: String, YAMLWord {
        case random, sequential
        static let synonyms = ["random": "shuffled shuffle", "sequential": "ordered stateful"]
    }

    var file: FileKeys? { files }
    var freshness: String? { windows == .random ? "data.kind text and data.windows random" : nil }
    var keyWithoutEvaluation: String? { validation == 0 ? $validation.place.path : nil }

    func read(_ recipe: Recipe, note: (String) -> Void) throws(DocumentError) -> any Dataset {
        let text = try files.reading(recipe) { path throws(FileError) in
            let text = try CharacterText(path: path)
            if let format = try FileFormat(head: ReadFile(path).head()), format != .plain {
                note("\(path): is \(format.rawValue), and is learned as it is written")
            }
            return text
        }
        let (train, heldOut) = text.split(heldOut: validation)
        try checkLength(fits: train.count, recipe)
        guard validation == 0 || heldOut.count >= 2 else {
            throw recipe.error(
                "data.validation \(shortest(validation)) keeps back \(heldOut.count) of the "
                    + "\(text.tokens.count) characters of \(name), but 2 are the least to measure on",
                at: $validation
            )
        }
        return TextDataset(
            train: train,
            heldOut: heldOut,
            vocabulary: text.vocabulary.count,
            length: length,
            batch: shared.batch,
            isSequential: windows == .sequential
        )
    }

    private func checkLength(fits count: Int, _ recipe: Recipe) throws(DocumentError) {
        let lanes = windows == .sequential ? shared.batch : 1
        guard count / lanes <= length else { return }
        let each = lanes > 1 ? ", \(count / lanes) in each of \(lanes) lanes" : ""
        throw recipe.error(
            "data.length \(length) needs more than \(length) characters to learn from, "
                + "but there are \(count) in \(name)\(each)",
            at: $length,
            shared.$batch,
            files.$path
        )
    }
}
