import Foundation
import Testing
import YAML

@testable import Recipes

private func faults(_ text: String, _ overrides: Overrides = Overrides()) -> [String] {
    do throws(DocumentError) {
        _ = try Recipe(text: text, path: "some.yaml", overrides: overrides)
        return []
    } catch { return error.faults.map(\.description) }
}

@Suite struct RecipeFaultTests {
    @Test func `every fault has its line, in the order of the lines, those of options at the end`() {
        let text = """
            steps: many
            optimizer: {kind: adamw, lr: -1, momentum: 0.9, beta1: 0.9}
            data: {kind: csv, path: a.csv, target: b}
            model: {kind: rnn, hidden: 4, init: identity, layers: 2}
            clip: {kind: norm, maxnorm: 1}
            evaluate_evry: 5
            loss: mse
            """
        #expect(
            faults(text, Overrides(sets: ["accumulate=0"], seed: "-1")) == [
                "some.yaml:1: steps must be a whole number (got many)",
                "some.yaml:2: optimizer.lr must not be negative (got -1)",
                "some.yaml:2: optimizer.momentum does not go with optimizer.kind adamw (it is for sgd and rmsprop)",
                "some.yaml:2: unknown key optimizer.beta1 (the nearest known key is optimizer.betas)",
                "some.yaml:4: model.init identity starts 1 recurrent layer (got layers 2)",
                "some.yaml:5: unknown key clip.maxnorm (the nearest known key is clip.max_norm)",
                "some.yaml:6: unknown key evaluate_evry (the nearest known key is evaluate_every)",
                "some.yaml:7: loss must be a section of keys (got mse)",
                "--seed -1: seed must not be negative (got -1)",
                "--set accumulate=0: accumulate must be from 1 to 100000 (got 0)",
            ]
        )
    }

    @Test func `what two sections say against each other is found beside what is wrong in a third`() {
        let text = """
            data: {kind: csv, path: a.csv, target: b, poison: {scale: 2}}
            model: {kind: gru, hidden: 4}
            optimizer: {kind: adagrad, eps: small}
            schedule: {kind: plateau}
            epochs: 3
            steps: 3
            seed: x
            """
        #expect(
            faults(text) == [
                "some.yaml:1: data.poison.step is missing",
                "some.yaml:2: model.kind gru learns sequences and texts, data.kind csv has rows (use mlp or cnn)",
                "some.yaml:3: optimizer.eps must be a number (got small)",
                "some.yaml:4: schedule.kind plateau goes by evaluations, but data.test keeps nothing back",
                "some.yaml:6: epochs and steps are both given; give one of them",
                "some.yaml:7: seed must be a whole number (got x)",
            ]
        )
    }

    @Test func `a key that is misspelt is not missing as well, and an unknown kind has no wrong keys`() {
        let text = """
            data: {kind: csv, path: a.csv, label: b}
            model: {knd: mlp, sizes: [2, 2]}
            optimizer: {kind: sgdd, betas: [1, 2], lr: 0.1}
            epoch: 3
            """
        #expect(
            faults(text) == [
                "some.yaml:1: unknown key data.label (the nearest known key is data.target)",
                "some.yaml:2: unknown key model.knd (the nearest known key is model.kind)",
                "some.yaml:3: optimizer.kind must be one of sgd, adam, adamw, rmsprop, adagrad (got sgdd; the nearest is sgd)",
                "some.yaml:4: unknown key epoch (the nearest known key is epochs)",
            ]
        )
    }

    @Test func `options that are no changes are all reported`() {
        let sets = ["seed", "clip..x=1", "name.of=1"]
        #expect(
            faults("name: a", Overrides(sets: sets)) == [
                "--set seed: KEY=VALUE is expected, such as optimizer.lr=0.3",
                "--set clip..x=1: KEY=VALUE is expected, KEY a dotted path such as optimizer.lr",
                "--set name.of=1: name is not a section of keys",
            ]
        )
    }

    @Test func `what the data shows is reported beside what the recipe says`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "trimtab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("a,b\n1,0\n2,1\n3,1\n".utf8).write(to: folder.appending(path: "a.csv"))
        let (recipe, place) = (folder.appending(path: "some.yaml"), folder.appending(path: "some.yaml").path)
        func faults(_ model: String, target: String) throws -> [String] {
            let text = """
                data: {kind: csv, path: a.csv, target: \(target), batch: 1}
                model: {kind: mlp, \(model)}
                optimizer: {kind: sgd}
                epochs: 3
                steps: 3
                seed: x
                """
            try Data(text.utf8).write(to: recipe)
            let error = #expect(throws: DocumentError.self) { try PreparedRun(file: recipe.path) }
            return error?.faults.map { $0.description.replacing(place, with: "some.yaml") } ?? []
        }
        let others = [
            "some.yaml:5: epochs and steps are both given; give one of them",
            "some.yaml:6: seed must be a whole number (got x)",
        ]
        #expect(
            try faults("sizes: [1, 3]", target: "b")
                == ["some.yaml:2: model.sizes ends with 3, but a.csv has 2 classes"] + others
        )
        let missing = try faults("sizes: [1, 3]", target: "c")
        #expect(Array(missing.prefix(2)) == others && missing.count == 3)
        #expect(missing[2].hasPrefix("some.yaml:1: data.target: ") && missing[2].contains("has no column "))
        #expect(try faults("size: [1, 3]", target: "c").count == 3)
    }
}
