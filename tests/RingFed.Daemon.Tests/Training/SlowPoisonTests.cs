using RingFed.Daemon.Training;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;
using RingFed.Learning.Encoding;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Checkpoints;

namespace RingFed.Daemon.Tests.Training;

/// <summary>An aggregate that is led away by less in each round than the gate lets pass.</summary>
public sealed class SlowPoisonTests
{
    private const int Seed = 7;
    private const int Rounds = 20;

    private static readonly Cohort Patients = MdsSimulator.Draw(new MdsSimulationOptions { Patients = 400, Silos = 1 })[0];

    /// <summary>The part of the rows that each round's aggregate draws wrongly.</summary>
    private static readonly float[][] Walk = [.. Enumerable.Range(0, Rounds).Select(round => new[] { round * .04f })];

    [Fact]
    public void It_is_served_until_it_has_lost_the_margin_once_and_never_again()
    {
        HeldoutGate gate = new(Patients, Seed);
        using ReplacingModel model = new();
        double[] scores = [.. Walk.Select(ScoreOf)];

        List<(GateVerdict Verdict, float[] Served)> judged =
            [.. Walk.Select((aggregate, round) => gate.Judge(round, model, round == 0 ? null : Walk[round - 1], aggregate, TestContext.Current.CancellationToken))];

        // What is compared with the round before alone walks all the way.
        Assert.All(scores.Zip(scores.Skip(1)), pair => Assert.InRange(pair.First - pair.Second, -.001, HeldoutGate.Margin));
        Assert.True(scores[0] - scores[^1] > 4 * HeldoutGate.Margin);
        Assert.True(judged[1].Verdict.IsAccepted);
        Assert.False(judged[^1].Verdict.IsAccepted);
        Assert.All(judged, one => Assert.InRange(ScoreOf(one.Served), scores[0] - HeldoutGate.Margin, 1));
        Assert.Equal(Walk[0], judged[^1].Served);
    }

    [Fact]
    public void An_aggregate_that_comes_back_near_the_best_is_served_again_and_a_better_one_raises_the_bar()
    {
        HeldoutGate gate = new(Patients, Seed);
        using ReplacingModel model = new();
        float[][] aggregates = [[.2f], [.6f], [.21f], [0f], [.2f]];

        bool[] accepted = [.. aggregates.Select((aggregate, round) => gate.Judge(round, model, null, aggregate, TestContext.Current.CancellationToken).Verdict.IsAccepted)];

        Assert.Equal([true, false, true, true, false], accepted);
        Assert.Equal([0f], gate.Best!);
    }

    [Fact]
    public void What_a_restarted_silo_compares_with_is_the_best_and_not_the_last()
    {
        HeldoutGate gate = new(Patients, Seed);
        using ReplacingModel model = new();
        foreach (float[] aggregate in Walk[..3])
        {
            gate.Judge(1, model, null, aggregate, TestContext.Current.CancellationToken);
        }

        HeldoutGate restarted = new(Patients, Seed);
        restarted.Restore(gate.Best!);

        Assert.False(restarted.Judge(2, model, null, Walk[^1], TestContext.Current.CancellationToken).Verdict.IsAccepted);
        Assert.Equal(Walk[0], restarted.Best!);
    }

    private static double ScoreOf(float[] parameters)
    {
        using ReplacingModel model = new();
        model.ImportParameters(parameters);
        return HeldoutScore.Of(model, Patients, Seed, TestContext.Current.CancellationToken);
    }

    /// <summary>Draws patients as they are, but for a part, its one parameter, that are all the first one again.</summary>
    private sealed class ReplacingModel : IGenerativeModel
    {
        private float part;

        public ModelLayout Layout { get; } = new("replacing", [new ParameterInfo("part", [1], "generator", TrainedOn.Public, null)]);

        public void ImportParameters(ReadOnlySpan<float> source) => part = source[0];

        public void ExportParameters(Span<float> destination) => destination[0] = part;

        public Cohort Sample(SampleRequest request, CancellationToken cancellationToken) => Patients.Take(
            [.. Enumerable.Range(0, request.Rows).Select(row => row * 7 % 100 < part * 100 ? 0 : row % Patients.Count)]);

        public Task FitAsync(FitStage stage, IRingSum ring, CancellationToken cancellationToken) => throw new NotSupportedException();

        public TrainingReport Train(TrainingBudget budget, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void SaveCheckpoint(string path, CheckpointAddition? addition = null) => throw new NotSupportedException();

        public void LoadCheckpoint(string path) => throw new NotSupportedException();

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
