@testable import Training

/// A suite of runs that write checkpoints below a folder of their own.
protocol CheckpointSuite {
    var folder: TestFolder { get }
}

extension CheckpointSuite {
    var recipe: [String: String] { ["model.kind": "test", "seed": "1"] }

    /// Lets a run write checkpoints, in the folder "run" by default.
    func plan(
        _ every: Int? = nil,
        keep: Int = 99,
        atEnd: Bool = false,
        in path: CheckpointFolder? = nil
    ) -> (inout RunPlan) -> Void {
        let path = path ?? CheckpointFolder(new: "\(folder.path)/run")
        return {
            $0.checkpoints = CheckpointPlan(every: every, keep: keep, atEnd: atEnd, folder: path, recipe: recipe)
        }
    }

    /// The path of the checkpoint of a step.
    func file(_ step: Int, in name: String = "run") -> String {
        "\(folder.path)/\(name)/\(CheckpointFolder.file(after: step))"
    }
}
