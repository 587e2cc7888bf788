/// The folder of a path with its slash ("" for the working directory), and the name within it.
package func splitPath(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
}

/// The file's name without folders and without its last extension.
package func stem(of path: String) -> String {
    let file = path.split(separator: "/").last ?? "run"
    guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return String(file) }
    return String(file[..<dot])
}
