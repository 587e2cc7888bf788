import Testing
import YAML

@testable import Recipes

/// What is refused of data.
extension DataChoiceTests {
    @Test(
        arguments: [
            (
                "{kind: text, path: no.txt, source: ask the librarian}", "{kind: rnn}", "steps: 3",
                "some.yaml:1: data.path no.txt cannot be read (No such file or directory): ask the librarian"
            ),
            (
                "{kind: idx, path: none}", "{kind: mlp, sizes: [24, 3]}", "steps: 3",
                "some.yaml:1: data.path none/train-images-idx3-ubyte cannot be read (No such file or directory)"
            ),
            (
                "{kind: text, path: t10k-images-idx3-ubyte}", "{kind: rnn}", "steps: 3",
                "t10k-images-idx3-ubyte: is an IDX file, and not a text in UTF-8: its folder is data of kind idx"
            ),
            (
                "{kind: text, path: text.txt, length: 792}", "{kind: rnn}", "steps: 3",
                "some.yaml:1: data.length 792 needs more than 792 characters to learn from, but there are 792 in text.txt"
            ),
            (
                "{kind: text, path: text.txt, batch: 100, length: 7, windows: sequential}", "{kind: rnn}", "steps: 3",
                "some.yaml:1: data.length 7 needs more than 7 characters to learn from, but there are 792 in text.txt, "
                    + "7 in each of 100 lanes"
            ),
            (
                "{kind: text, path: text.txt, validation: 0.001}", "{kind: rnn}", "steps: 3",
                "some.yaml:1: data.validation 0.001 keeps back 1 of the 880 characters of text.txt, "
                    + "but 2 are the least to measure on"
            ),
            (
                textData, "{kind: rnn}", "epochs: 3",
                "some.yaml:3: epochs does not go with data.kind text and data.windows random, "
                    + "whose batches are all fresh; give steps"
            ),
            (
                textData, "{kind: mlp, sizes: [8, 3]}", "steps: 3",
                "some.yaml:2: model.kind mlp learns rows, data.kind text has texts (use rnn, lstm, gru or transformer)"
            ),
            (
                imagesData, "{kind: transformer}", "steps: 3",
                "some.yaml:2: model.kind transformer learns texts, data.kind idx has rows (use mlp or cnn)"
            ),
            (
                lanesData, "{kind: transformer}", "steps: 3",
                "some.yaml:1: data.windows sequential is for models that carry a state, "
                    + "model.kind transformer has none (use random)"
            ),
            (
                textData, "{kind: transformer, width: 10, heads: 4}", "steps: 3",
                "some.yaml:2: model.width 10 does not divide into 4 heads"
            ),
            (
                textData, "{kind: rnn}", "loss: {kind: mse}\nsteps: 3",
                "some.yaml:3: loss.kind mse does not go with data.kind text (use cross_entropy)"
            ),
            (
                imagesData, "{kind: mlp, sizes: [24, 4]}", "steps: 3",
                "some.yaml:2: model.sizes ends with 4, but . has 3 classes"
            ),
            (
                imagesData, "{kind: cnn, channels: [2], sizes: [3], image: [1, 6, 4]}", "steps: 3",
                "some.yaml:2: model.image is 1 × 6 × 4, but the images of . are 1 × 4 × 6"
            ),
            (
                imagesData, "{kind: cnn, channels: [2, 2], sizes: [3]}", "steps: 3",
                "some.yaml:2: model.kernel 3 and model.pool 2 leave nothing of the 1 × 2 image that convolution 2 gets"
            ),
            (
                imagesData, "{kind: cnn, channels: [2, 2], kernel: [1, 1, 1], sizes: [3]}", "steps: 3",
                "some.yaml:2: model.kernel must be 1 number, or 1 for each of the 2 convolutions of model.channels (got 3)"
            ),
            (
                imagesData, "{kind: cnn, channels: [], sizes: [3]}", "steps: 3",
                "some.yaml:2: model.channels must name 1 convolution or more (got 0)"
            ),
            (
                "{kind: idx, path: ., batch: 7}", "{kind: mlp, sizes: [24, 3]}", "steps: 3",
                "some.yaml:1: data.batch 7 is more than the 6 training rows (6 takes all of them at once)"
            ),
            (
                "{kind: csv, path: a.csv, target: b}", "{kind: cnn, channels: [2], sizes: [3]}", "steps: 3",
                "some.yaml:2: model.image is missing: how are the rows of data.kind csv images?"
            ),
            (
                "{kind: adding}", "{kind: rnn, embedding: 3}", "loss: {kind: mse}\nsteps: 3",
                "some.yaml:2: model.embedding is for the characters of a text, data.kind adding has numbers"
            ),
            (
                "{kind: text, path: text.txt, poison: {step: 1, scale: 2}}", "{kind: rnn}", "steps: 3",
                "some.yaml:1: data.poison.scale is for inputs that are numbers, data.kind text has characters"
            ),
            (
                "{kind: text, path: text.txt, validation: 0}", "{kind: rnn}", "schedule: {kind: plateau}\nsteps: 3",
                "some.yaml:3: schedule.kind plateau goes by evaluations, but data.validation keeps nothing back"
            ),
        ]
    )
    func `what is wrong is reported in one line with its place`(
        data: String,
        model: String,
        rest: String,
        message: String
    ) {
        #expect(files.message(data, model, rest: rest) == message)
    }
}
