import Platform

extension RunAddress {
    /// The runs of one program, by the names of their sockets: nobody is connected to for it.
    ///
    /// - Parameters:
    ///   - launch: what the program was given to be known by.
    ///   - directories: where runs may listen.
    static func launched(by launch: String, in directories: [RunDirectory]) -> [RunAddress] {
        directories.flatMap { directory in
            ((try? fileNames(in: directory.path)) ?? []).sorted().compactMap {
                RunAddress(directory: directory, file: $0)
            }
        }.filter { $0.launch == launch }
    }
}
