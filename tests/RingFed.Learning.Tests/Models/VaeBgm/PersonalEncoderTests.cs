using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Evaluation.Ring;
using RingFed.Learning.Models;
using RingFed.Learning.Models.VaeBgm;
using RingFed.Learning.Tests.Encoding;
using RingFed.Learning.Tests.Models.Ctgan;
using TorchSharp;
using static RingFed.Learning.Tests.Models.Ctgan.CtganToy;

namespace RingFed.Learning.Tests.Models.VaeBgm;

public sealed class PersonalEncoderTests : IDisposable
{
    private static readonly Cohort _cohort = TableToy.Draw(600, seed: 4);

    private static readonly VaeBgmOptions _personal = VaeToy.Small with { Encoder = VaeEncoder.Personal, Anchors = 40 };

    private static readonly VaeBgmOptions _aligned = _personal with { Alignment = VaeAlignment.Anchors, AlignmentWeight = 5 };

    private readonly string _folder = Directory.CreateTempSubdirectory("vae").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Only_the_decoder_is_exchanged_and_the_encoder_stays_what_it_was()
    {
        using VaeBgmModel shared = VaeToy.Model(_cohort);
        using VaeBgmModel own = VaeToy.Model(_cohort, _personal);
        Assert.Equal((false, true), (shared.IsPersonal, own.IsPersonal));
        Assert.All(own.Layout.Parameters, parameter => Assert.Equal("decoder", parameter.Role));
        Assert.Equal(shared.Layout.Parameters.Where(parameter => parameter.Role == "decoder").Sum(parameter => parameter.Count), own.Layout.Count);

        own.Train(30);
        double[] codes = own.Codes(_cohort);
        own.ImportParameters(new float[own.Layout.Count]);
        Assert.Equal(codes, own.Codes(_cohort));
        Assert.Equal(new float[own.Layout.Count], Export(own));
        Assert.Throws<ArgumentException>(() => own.ImportParameters(new float[shared.Layout.Count]));
    }

    [Fact]
    public void Anchor_codes_go_with_the_decoder_from_the_first_step_on_and_come_back_as_the_ring_merged_them()
    {
        using VaeBgmModel model = VaeToy.Model(_cohort, _aligned);
        int anchors = 40 * model.LatentSize;
        Assert.Equal(("encoder.anchors", anchors), (model.Layout.Parameters[^1].Name, model.Layout.Parameters[^1].Count));
        Assert.All(Export(model)[^anchors..], code => Assert.Equal(0, code));

        TrainingReport first = model.Train(20);
        Assert.Equal(0, first.Losses["alignment"]);
        Assert.Equal(model.AnchorCodes().Select(code => (float)code / MathF.Sqrt(anchors)), Export(model)[^anchors..]);
        Assert.InRange(Export(model)[^anchors..].Sum(code => code * code), 1e-6, VaeNetwork.MeanMax * VaeNetwork.MeanMax);

        float[] merged = Export(model);
        merged.AsSpan(^anchors..).Fill(0.5f);
        model.ImportParameters(merged);
        Assert.Equal(merged, Export(model));
        Assert.True(model.Train(20).Losses["alignment"] > 0);
    }

    [Fact]
    public void Anchors_draw_an_encoder_to_the_codes_that_the_ring_agreed_on()
    {
        double Distance(VaeBgmOptions options)
        {
            using VaeBgmModel model = VaeToy.Model(_cohort, options);
            model.Train(20);
            float[] target = [.. model.AnchorCodes().Select((_, i) => i % 2 == 0 ? 1f : -1)];
            if (options.Alignment == VaeAlignment.Anchors)
            {
                float[] merged = Export(model);
                target.Select(code => code / MathF.Sqrt(target.Length)).ToArray().CopyTo(merged, merged.Length - target.Length);
                model.ImportParameters(merged);
            }

            model.Train(100);
            return model.AnchorCodes().Zip(target, (code, sought) => (code - sought) * (code - sought)).Average();
        }

        Assert.InRange(Distance(_aligned), 0, 0.5 * Distance(_personal));
    }

    [Fact]
    public async Task Silos_with_encoders_of_their_own_fit_one_mixture_and_draw_the_same_rows_yet_place_patients_differently()
    {
        FittedEncoder encoder = Context(_cohort).Encoder;
        string[] names = ["a", "b", "c"];
        VaeBgmModel[] models = [.. names.Select((_, i) => new VaeBgmModel(Context(_cohort.Take([.. Enumerable.Range(200 * i, 200)]), training: i) with { Encoder = encoder }, _personal))];
        foreach (VaeBgmModel model in models)
        {
            model.Train(30);
        }

        LocalRing ring = new(names);
        Assert.All(models, model => model.ImportParameters(Export(models[0])));
        await Task.WhenAll(models.Select((model, i) => model.FitAsync(FitStage.AfterTraining, ring.For(names[i]), TestContext.Current.CancellationToken)));

        Assert.All(models, model => Assert.Equal(VaeToy.Columns(models[0].Sample(50)), VaeToy.Columns(model.Sample(50))));
        Assert.NotEqual(models[0].Codes(_cohort), models[1].Codes(_cohort));
        LatentAgreement agreement = LatentAgreement.Of(models, [.. models.Select(_ => _cohort)], TableToy.Grade);
        Assert.InRange(agreement.CkaLeast.Value!.Value, 0, agreement.Cka.Value!.Value);
        Assert.InRange(agreement.Cka.Value.Value, 0.01, 0.9999);
        Assert.Equal(1, LatentAgreement.Of([models[0], models[0]], [_cohort, _cohort]).Cka.Value!.Value, 1e-9);
        Assert.Throws<ArgumentException>(() => LatentAgreement.Of(models, [_cohort, _cohort, _cohort], TableToy.Age));
        Array.ForEach(models, model => model.Dispose());
    }

    [Fact]
    public void A_checkpoint_keeps_the_silos_encoder_and_the_agreed_codes_and_training_goes_on_to_the_same_bits()
    {
        string path = Path.Combine(_folder, "model.safetensors");
        using VaeBgmModel whole = VaeToy.Model(_cohort, _aligned, training: 3);
        whole.Train(20);
        whole.SaveCheckpoint(path);
        whole.Train(20);

        using VaeBgmModel resumed = VaeToy.Model(_cohort, _aligned, training: 99);
        resumed.LoadCheckpoint(path);
        resumed.Train(20);
        Assert.Equal(Export(whole), Export(resumed));
        Assert.Equal(whole.Codes(_cohort), resumed.Codes(_cohort));

        using VaeBgmModel unaligned = VaeToy.Model(_cohort, _personal);
        unaligned.SaveCheckpoint(path);
        Assert.Throws<InvalidDataException>(() => resumed.LoadCheckpoint(path));
    }

    [Fact]
    public void The_proximal_pull_leaves_the_silos_own_encoder_free()
    {
        using VaeBgmModel free = VaeToy.Model(_cohort, _personal);
        using VaeBgmModel pulled = VaeToy.Model(_cohort, _personal);
        float[] start = Export(free);
        double[] codes = free.Codes(_cohort);
        free.Train(new TrainingBudget(30), CancellationToken.None);
        pulled.Train(new TrainingBudget(30) { Proximal = 1_000 }, CancellationToken.None);
        Assert.InRange(Apart(Export(pulled), start), 0, 0.3 * Apart(Export(free), start));
        Assert.InRange(pulled.Codes(_cohort).Zip(codes, (a, b) => Math.Abs(a - b)).Max(), 0.05, 20);

        static double Apart(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum());
    }

    [Fact]
    public void Anchors_follow_the_rings_marginals_and_are_the_same_for_the_same_seed()
    {
        VaeLayout layout = VaeToy.Layout(_cohort);
        float[] rows = VaeAnchors.Draw(layout, 4_000, new SeededRandom(1, 1));
        Assert.Equal(rows, VaeAnchors.Draw(layout, 4_000, new SeededRandom(1, 1)));
        foreach (VaeChoice choice in layout.Choices)
        {
            for (int token = 0; token < choice.Shares.Length; token++)
            {
                Assert.Equal(choice.Shares[token], rows.Chunk(layout.Inputs).Average(row => row[layout.ChoicesAt + choice.Start + token]), 0.03);
            }
        }

        // A number that is missing is 0, as in a patient's row.
        VaeChoice presence = layout.Choices[layout.Numbers[0].Presence];
        Assert.All(rows.Chunk(layout.Inputs), row => Assert.True(row[layout.ChoicesAt + presence.Start] == 1 || row[0] == 0));
    }

    [Fact]
    public void Anchors_end_as_patients_do_and_nobody_has_an_event_after_followups_end()
    {
        VaeLayout layout = new(new TableLayout(EncoderFit.FitLocally(TableToy.Draw(4_000, seed: 4))));
        EndpointScale scale = layout.Endpoints[0].Scale;
        Assert.InRange(scale.EndShare, 0.01, 0.1);
        float end = (float)scale.Score(scale.Time(scale.TauEnd));
        float[][] rows = [.. VaeAnchors.Draw(layout, 8_000, new SeededRandom(1, 1)).Chunk(layout.Inputs)];

        Assert.Equal(end, rows.Max(row => row[layout.TimeScoresAt]));
        Assert.Equal(scale.EndShare, rows.Average(row => row[layout.TimeScoresAt] == end ? 1.0 : 0), 0.01);
        Assert.All(rows.Where(row => row[layout.TimeScoresAt] == end), row => Assert.Equal(0, row[layout.EventsAt]));
        Assert.Equal(0.5, rows.Average(row => row[layout.TimeScoresAt] < 0 ? 1.0 : 0), 0.02);
        Assert.Equal(scale.Events.Sum(), rows.Average(row => row[layout.EventsAt]), 0.02);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_aligned_silos_count_all_steps_and_train_on_after_patience_so_that_their_codes_weigh_alike(bool isAligned)
    {
        int Steps(Cohort own)
        {
            using VaeBgmModel model = VaeToy.Model(own, (isAligned ? _aligned : _personal) with { LearningRate = 0.1, Patience = 1 });
            return model.Train(400).Steps;
        }

        Assert.Equal(isAligned, Steps(_cohort.Take([.. Enumerable.Range(0, 120)])) == 400 && Steps(_cohort) == 400);
    }

    [Theory]
    [InlineData("alignment", "anchors")]
    [InlineData("anchors", "0")]
    [InlineData("alignmentWeight", "0")]
    [InlineData("encoder", "mine")]
    public void Options_that_make_no_sense_are_refused(string name, string text) =>
        Assert.Throws<ArgumentException>(() => ModelCatalog.ParseOptions("vae-bgm", new Dictionary<string, string> { [name] = text }));

    [Fact]
    public void Personal_and_aligned_are_written_as_words()
    {
        VaeBgmOptions options = (VaeBgmOptions)ModelCatalog.ParseOptions("vae-bgm", new Dictionary<string, string> { ["encoder"] = "personal", ["alignment"] = "anchors", ["alignmentWeight"] = "0.5" });
        Assert.Equal((VaeEncoder.Personal, VaeAlignment.Anchors, 0.5), (options.Encoder, options.Alignment, options.AlignmentWeight));
    }

    [Fact]
    public void Every_tensor_is_gone_once_an_aligned_model_is()
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (VaeBgmModel model = VaeToy.Model(_cohort, _aligned))
        {
            model.Train(5);
            model.Train(5);
            long held = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            model.Train(5);
            model.AnchorCodes();
            Assert.Equal(held, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
