import Comparison
import Glibc

/// A program that ours is measured against, run as its users run it.
enum Peer: String, CaseIterable {
    /// With PyTorch's default optimizer on a CPU: a loop over the tensors.
    case torchEager = "torch eager"
    /// With the optimizer's fused kernel.
    case torchFused = "torch fused"
    /// Fused, with subnormal numbers flushed to 0, which PyTorch leaves off by default.
    case torchFlushing = "torch fused, flush"
    /// The whole step compiled; XLA always flushes.
    case jax = "JAX jit"

    /// The name that selects it on the command line.
    var family: String { self == .jax ? "jax" : "torch" }

    /// Whether it takes part in a workload: flushing only matters where numbers become subnormal.
    func takesPart(in workload: Workload) -> Bool { self != .torchFlushing || workload.trainedBelow != nil }

    /// Starts its side of a workload.
    ///
    /// - Parameter isa: the instructions it is limited to; nil leaves the choice to it.
    func start(_ workload: Workload, threads: Int, isa: InstructionSet?, python: String) throws -> WorkerProcess {
        let (script, mode) =
            switch self {
            case .torchEager: ("torch_side.py", ["eager"])
            case .torchFused: ("torch_side.py", ["fused"])
            case .torchFlushing: ("torch_side.py", ["flush"])
            case .jax: ("jax_side.py", [])
            }
        // XLA has as many threads as cores, whose number NPROC sets.
        return try WorkerProcess(
            rawValue,
            [python, "\(Checkout.peers)/\(script)", workload.name] + mode + ["\(threads)"],
            environment: [
                "OMP_NUM_THREADS=\(threads)", "MKL_NUM_THREADS=\(threads)", "NPROC=\(threads)", "JAX_PLATFORMS=cpu",
                "PYTHONDONTWRITEBYTECODE=1",
            ] + (isa.map { self == .jax ? $0.jax : $0.torch } ?? []),
            cores: threads
        )
    }
}

/// Starts our side of a workload, which flushes subnormal numbers, as runs of the program do, or keeps them.
func startOurs(
    _ workload: Workload,
    threads: Int,
    isa: InstructionSet?,
    keepsSubnormals: Bool = false
) throws -> WorkerProcess {
    try WorkerProcess(
        keepsSubnormals ? "Trimtab, keep" : "Trimtab",
        [Checkout.program, "worker", workload.name, "--threads", "\(threads)"]
            + (keepsSubnormals ? ["--subnormals", "keep"] : []),
        environment: isa?.trimtab ?? [],
        cores: threads
    )
}

/// The paths of files in the repository.
enum Checkout {
    /// This program.
    static let program: String = {
        guard let path = unsafe realpath("/proc/self/exe", nil) else { return "/proc/self/exe" }
        defer { unsafe free(path) }
        return unsafe String(cString: path)
    }()

    /// The program `trimtab`, built beside this one.
    static func trimtab() throws -> String {
        let path = folder(of: program) + "/trimtab"
        guard unsafe access(path, X_OK) == 0 else {
            throw Trouble("\(path) is not there; build it with swift build -c release", status: 2)
        }
        return path
    }

    /// The folder of the peers' programs.
    static let peers = folder(of: #filePath) + "/peers"

    /// The folder of the recipes.
    static let demos = root + "/demos"

    /// A folder that git ignores, for the peers' libraries.
    static let cache = root + "/.build/benchmark"

    private static let root = folder(of: folder(of: folder(of: #filePath)))

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
