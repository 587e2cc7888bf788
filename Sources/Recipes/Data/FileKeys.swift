import Platform
import YAML

/// The keys of data in files.
struct FileKeys: KeySection {
    @Key var path: String
    @Key("Where to get the data: a hint that is printed when the file is missing.", absent: "none") var source: String?

    /// - Parameter files: what stands at the path.
    init(_ files: String) { _path = Key(KeyDeclaration("Relative to the recipe.", detail: files)) }

    /// Reads something from the files of `path`.
    func reading<Value>(
        _ recipe: Recipe,
        _ read: (_ path: String) throws(FileError) -> Value
    ) throws(DocumentError) -> Value {
        do throws(FileError) {
            return try read(recipe.beside(path))
        } catch {
            guard error.isOfPath else { throw DocumentError(place: error.location, message: error.message) }
            let hint = source.map { ": \($0)" } ?? ""
            throw recipe.error("data.path \(error.path) \(error.message)\(hint)", at: $path)
        }
    }
}

/// Notes that classes are counted from another number than 0.
func noteClasses(from first: Int, _ count: Int, in place: String, _ note: (String) -> Void) {
    if first > 0 { note("\(place) has the classes \(first) to \(first + count - 1), read as 0 to \(count - 1)") }
}
