/// Everything that is found wrong with a recipe.
struct RecipeReport {
    /// The recipe's file, as the operator named it.
    let path: String
    /// Where the recipe begins, for what has no place of its own.
    let start: RecipeOrigin
    /// Keys under their old names, a line for each.
    private(set) var warnings: [String] = []
    private var faults: [(origin: RecipeOrigin, message: String)] = []

    init(path: String, start: RecipeOrigin) { (self.path, self.start) = (path, start) }

    /// Number of faults.
    var count: Int { faults.count }

    mutating func add(_ message: String, origin: RecipeOrigin?) { faults.append((origin ?? start, message)) }

    /// Adds a fault at the place of the first of these that is given.
    mutating func add(_ message: String, at keys: any Located...) { add(message, origin: origin(of: keys)) }

    mutating func warn(_ message: String, origin: RecipeOrigin) {
        warnings.append("\(origin.place(in: path)): \(message)")
    }

    /// All faults, those of the file by their lines before those of options; nil for none.
    var error: RecipeError? {
        func line(_ origin: RecipeOrigin) -> Int { if case .file(let line, _) = origin { line } else { .max } }
        // Swift's sort keeps the order of what is equal.
        let sorted = faults.sorted { line($0.origin) < line($1.origin) }
        return RecipeError(sorted.map { RecipeError.Fault(place: $0.origin.place(in: path), message: $0.message) })
    }

    /// An error at the place of the first of these that is given.
    func error(_ message: String, at keys: [any Located]) -> RecipeError {
        RecipeError(place: origin(of: keys).place(in: path), message: message)
    }

    private func origin(of keys: [any Located]) -> RecipeOrigin { keys.compactMap(\.place.origin).first ?? start }
}
