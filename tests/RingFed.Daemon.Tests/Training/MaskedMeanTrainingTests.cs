using RingFed.Daemon.Training;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Learning.Encoding;

namespace RingFed.Daemon.Tests.Training;

/// <summary>Training whose parameters are added up masked.</summary>
public sealed class MaskedMeanTrainingTests
{
    /// <summary>Keys and shares of the batch, then two rounds for the encoder's sum and each of the two before training.</summary>
    private const int FirstInput = 2 + (2 * 3);

    [Fact]
    public async Task Every_silo_ends_with_the_mean_over_all_patients_and_with_the_sums_before_and_after_training()
    {
        using TrainerRing ring = new(3, ExchangeKind.MaskedSum);
        Assert.Equal((0, 0), (ring.Phases.Training, ring.Phases.Closing));

        await ring.RunAsync(0, ring.Phases.Total - 1);

        AssertFitted(ring);
        Assert.All(ring.Models, model => Assert.Equal(TrainerRing.TrainingRounds, model.Trainings));
        Assert.Equal(
            ["parameters after round 1 of training", "parameters after round 2 of training"],
            ring.Booked(0).Where(line => line.Contains("parameters after", StringComparison.Ordinal))
                .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData(FirstInput - 1, 2)]
    [InlineData(FirstInput, 1)]
    [InlineData(FirstInput + 1, 1)]
    [InlineData(FirstInput + 2, 0)]
    [InlineData(FirstInput + 4, 0)]
    public async Task A_silo_that_starts_again_takes_the_means_that_were_and_trains_what_is_not_over(int after, int trainings)
    {
        using TrainerRing ring = new(3, ExchangeKind.MaskedSum);
        await ring.RunAsync(0, after);

        await ring.RestartAsync(1);
        await ring.RunAsync(after + 1, ring.Phases.Total - 1);

        AssertFitted(ring);
        Assert.Equal(trainings, ring.Models[1].Trainings);
    }

    [Fact]
    public async Task A_silo_that_starts_again_after_the_end_takes_no_mean_in_place_of_what_came_after_training()
    {
        using TrainerRing ring = new(3, ExchangeKind.MaskedSum);
        await ring.RunAsync(0, FirstInput + 6);

        await ring.RestartAsync(1);

        Assert.Equal(0, ring.Models[1].Imports);
        await ring.RunAsync(FirstInput + 7, ring.Phases.Total - 1);
        AssertFitted(ring);
    }

    [Fact]
    public async Task A_silo_that_was_away_for_a_round_is_waited_for_and_trains_once()
    {
        using TrainerRing ring = new(4, ExchangeKind.MaskedSum);
        await ring.RunAsync(0, FirstInput - 1);
        await ring.RunAsync(FirstInput, FirstInput, 3);
        await ring.CatchUpAsync(3);
        await ring.RunAsync(FirstInput + 1, ring.Phases.Total - 1);

        AssertFitted(ring);
        Assert.All(ring.Models, model => Assert.Equal(TrainerRing.TrainingRounds, model.Trainings));
    }

    [Fact]
    public async Task A_silo_whose_training_diverged_sends_nothing_and_says_so()
    {
        using TrainerRing ring = new(3, ExchangeKind.MaskedSum) { Diverges = float.NaN };

        WorkRefusedException ended = await Assert.ThrowsAsync<WorkRefusedException>(() => ring.RunAsync(0, ring.Phases.Total - 1));

        Assert.Equal(SessionFaultCode.FitEnded, ended.Fault.Code);
        Assert.Contains("Training has diverged at this silo", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mean_is_weighted_by_patients_and_as_fine_as_float32_where_it_is_far_above_the_fixed_points_step()
    {
        float[][] parameters = [[1.5f, -3e-7f, 1000], [-2.25f, 4e-7f, -1000], [0.1f, 1e-12f, 999.5f]];
        long[] patients = [3097, 1, 64];

        float[] mean = MaskedMeanTraining.MeanOf(Total([.. parameters.Zip(patients, (values, count) => MaskedMeanTraining.QueryOf(1, values, count))]));

        for (int index = 0; index < mean.Length; index++)
        {
            double expected = parameters.Zip(patients, (values, count) => (double)values[index] * count).Sum() / patients.Sum();
            Assert.Equal(expected, mean[index], Math.Abs(expected) * 1e-7);
        }
    }

    [Theory]
    [InlineData(float.NaN, 10)]
    [InlineData(float.PositiveInfinity, 10)]
    [InlineData(-1024.5f, 10)]
    [InlineData(1, (1L << 24) + 1)]
    public void What_lies_beyond_the_declared_bounds_is_refused(float parameter, long patients) =>
        Assert.Throws<InvalidOperationException>(() => MaskedMeanTraining.QueryOf(1, [0, parameter], patients));

    [Fact]
    public void Silos_without_patients_have_no_mean() =>
        Assert.Throws<InvalidOperationException>(() => MaskedMeanTraining.MeanOf(Total([MaskedMeanTraining.QueryOf(1, [1], 0)])));

    private static RingTotal Total(StatisticQuery[] queries) => new(
        [.. queries[0].Values.Select((_, index) => queries.Aggregate(Int128.Zero, (sum, query) => sum + query.Values[index]))], []);

    private static void AssertFitted(TrainerRing ring)
    {
        int[] silos = [.. Enumerable.Range(0, ring.Models.Length)];
        long patients = ring.Patients(silos);
        long second = patients + (silos.Length * patients);
        long last = (patients * (1 + TrainerRing.TrainingRounds)) + (silos.Length * second);
        double grown = silos.Sum(silo => Math.Pow(ring.Patients(silo), 2)) / patients;
        float[] parameters = [1 + TrainerRing.TrainingRounds, (float)(1 + (TrainerRing.TrainingRounds * grown))];
        Assert.All(ring.Models, model => Assert.Equal([patients, second, last], model.Totals.Select(total => (long)total)));
        Assert.Single(ring.Models.Select(model => string.Join(' ', model.Parameters)).Distinct());
        Assert.Equal(parameters[0], ring.Models[0].Parameters[0]);
        Assert.Equal(parameters[1], ring.Models[0].Parameters[1], parameters[1] * 1e-6);
    }
}
