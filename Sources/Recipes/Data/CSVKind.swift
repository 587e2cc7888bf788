import Platform
import Telemetry
import Training
import YAML

/// Rows of a table.
struct CSVKind: DataKind {
    let word = "csv"
    let meaning = "rows of a table"
    let synonyms = "table tsv tabular rows"
    let shape = DataShape.rows
    let targets: TargetType? = nil

    let files = FileKeys(
        "a file with a line of column names and lines of numbers, separated by commas, semicolons or tabs, # comments"
    )
    @Key("The column to learn; all others are features.") var target: String
    @Key(.scale) var scale = 1.0
    @Key("Rows kept back for evaluation, the same for every seed; 0 evaluates nothing.", in: .atLeast(0)) var test = 0
    @Key("Which rows are kept back: of each class its share, or the last of the file.", formerly: "test_rows")
    var testSplit = TestSplit.stratified
    @Key(.dropLast) var dropLast = false
    let shared = DataKeys()

    enum TestSplit: String, YAMLWord {
        case stratified, last
    }

    var file: FileKeys? { files }
    var keyWithoutEvaluation: String? { test == 0 ? $test.place.path : nil }

    func read(_ recipe: Recipe, note: (String) -> Void) throws(DocumentError) -> any Dataset {
        let examples = try examples(recipe, note)
        guard test < examples.count else {
            throw recipe.error("data.test keeps back \(test) rows, but \(name) has \(examples.count)", at: $test)
        }
        let (train, held) = testSplit == .last ? examples.split(last: test) : examples.split(test: test)
        try checkBatch(fits: train.count, recipe, at: $test, files.$path)
        let classCount = if case .classes(_, let count) = train.targets { count } else { 1 }
        return RowDataset(
            train: train,
            test: held,
            outputs: recipe.keys.loss.outputCount(classCount),
            batch: shared.batch,
            dropLast: dropLast
        )
    }

    private func examples(_ recipe: Recipe, _ note: (String) -> Void) throws(DocumentError) -> Examples {
        let (path, loss) = (recipe.beside(files.path), recipe.keys.loss)
        let table = try files.reading(recipe) { path throws(FileError) in try CSVTable(path: path) }
        guard table.columns.contains(target) else {
            throw recipe.error("data.target: \(table.lacks(target, path: path))", at: $target)
        }
        let examples = try files.reading(recipe) { path throws(FileError) in
            try Examples(
                table,
                target: target,
                scale: scale,
                classes: loss.learnsClasses,
                largest: recipe.precision.largest,
                path: path
            )
        }
        if table.hasRowLabels { note("\(path): the first column labels the rows and is left out") }
        for copy in table.copies(of: target) {
            note("\(path): column \(copy) has the numbers of the target \(target) in every row; is it a feature?")
        }
        if case .classes(_, let count) = examples.targets {
            noteClasses(from: examples.firstClass, count, in: "\(path): column \(target)", note)
            guard loss.targets != .twoClasses || count <= 2 else {
                let message = "loss.kind \(loss.word) learns the classes 0 and 1, but \(name) has \(count)"
                throw recipe.error(message, at: recipe.keys.$loss.word)
            }
        }
        return examples
    }
}
