import Platform

/// The peers' libraries, in the versions pinned by the lists beside their programs.
enum PythonEnvironment {
    /// A list of libraries.
    enum Libraries: String {
        /// PyTorch, JAX and numpy.
        case training = "requirements.txt"
        /// TensorBoard and W&B.
        case logging = "requirements-logging.txt"
    }

    /// A Python that has them; created on first use.
    static func python(with lists: [Libraries]) throws -> String {
        let folder = "\(Checkout.cache)/python"
        for list in lists { try install(list, in: folder) }
        return "\(folder)/bin/python"
    }

    private static func install(_ list: Libraries, in folder: String) throws {
        let (path, mark) = ("\(Checkout.peers)/\(list.rawValue)", "\(folder)/installed-\(list.rawValue)")
        let wanted = try fileBytes(path)
        if let installed = try? fileBytes(mark), installed == wanted { return }

        let names = String(decoding: wanted, as: UTF8.self).split(separator: "\n").joined(separator: ", ")
        warn("installing \(names) in \(folder); it takes some minutes")
        guard runProgram(["python3", "-m", "venv", folder]) else {
            throw Trouble(
                "python3 cannot make a virtual environment; install Python 3.11 or newer with its venv module",
                status: 2
            )
        }
        guard runProgram(["\(folder)/bin/python", "-m", "pip", "install", "--quiet", "-r", path]) else {
            throw Trouble(
                """
                pip could not install the peers. PyTorch's builds for the CPU (+cpu) are in PyTorch's own index, \
                which PIP_EXTRA_INDEX_URL has to name
                """,
                status: 2
            )
        }
        try writeAtomically(mark, parts: [wanted])
    }
}
