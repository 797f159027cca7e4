using RingFed.Daemon.Status;
using RingFed.Daemon.Status.Health;
using RingFed.Daemon.Tests.Status;
using RingFed.Daemon.Training;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;

namespace RingFed.Daemon.Tests.Training;

/// <summary>Encoder, sums before training, training, sums after it: through masked sums, whoever comes and goes.</summary>
public sealed class RingFitTests
{
    private const int SharesRound = 1;
    private const int InputRound = 2;

    [Fact]
    public async Task Every_silo_ends_with_the_totals_of_all_and_nothing_left_but_masked()
    {
        using TrainerRing ring = new(3);

        await ring.RunAsync(0, ring.Phases.Total - 1);

        AssertFitted(ring, ring.Patients(0, 1, 2), silos: 3);
        Assert.Single(ring.Files.Select(files => File.ReadAllText(files.Encoder)).Distinct());
        Assert.All([0, 1, 2], silo => Assert.Equal(
            ["encoder-fit", "first", "second", "last"],
            ring.Booked(silo).Where(line => line.Contains("statistic", StringComparison.OrdinalIgnoreCase)).Select(NameIn)));
        Assert.Equal(TimeSpan.Zero, ring.Clock.Waited);
    }

    [Fact]
    public async Task The_encoder_is_in_every_envelope_once_it_is_fitted_and_rounds_kept_for_repeats_carry_one_byte()
    {
        using TrainerRing ring = new(3);

        await ring.RunAsync(0, InputRound);
        Assert.All(ring.Gathered, part => Assert.Equal(new byte[32], part.EncoderDigest.ToArray()));
        await ring.RunAsync(InputRound + 1, ring.Phases.Opening - 1);

        byte[] digest = EncoderFile.Read(ring.Files[0]).Digest.ToArray();
        Assert.All(ring.Gathered, part => Assert.Equal((digest.Length, 1), (part.EncoderDigest.Length, part.Payload.Length)));
        Assert.All(ring.Gathered, part => Assert.Equal(digest, part.EncoderDigest.ToArray()));
    }

    [Fact]
    public async Task A_silo_that_comes_late_fits_the_same_from_what_was_gathered_and_is_in_no_sum()
    {
        using TrainerRing ring = new(4);
        await ring.RunAsync(0, ring.Phases.Opening, 3);

        await ring.CatchUpAsync(3);
        await ring.RunAsync(ring.Phases.Opening + 1, ring.Phases.Total - 1);

        AssertFitted(ring, ring.Patients(0, 1, 2), silos: 3);
        Assert.Equal(["silo-0", "silo-1", "silo-2"], ring.Progress[3].Status.Fit!.Silos);
        Assert.False(ring.Progress[3].Status.Fit!.IsIn);
        Assert.DoesNotContain(ring.Booked(3), line => line.Contains("statistic", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(SharesRound)]
    [InlineData(InputRound)]
    [InlineData(InputRound + 2)]
    public async Task A_silo_that_starts_again_amid_a_sum_is_in_it_all_the_same(int after)
    {
        using TrainerRing ring = new(3);
        await ring.RunAsync(0, after);

        await ring.RestartAsync(1);
        await ring.RunAsync(after + 1, ring.Phases.Total - 1);

        AssertFitted(ring, ring.Patients(0, 1, 2), silos: 3);
    }

    [Fact]
    public async Task Whatever_stage_a_silo_starts_again_in_it_ends_with_the_same_model()
    {
        using TrainerRing ring = new(3);
        await ring.RunAsync(0, ring.Phases.Opening - 1);
        await ring.RestartAsync(0);
        await ring.RunAsync(ring.Phases.Opening, ring.Phases.Opening);
        await ring.RestartAsync(1);
        await ring.RunAsync(ring.Phases.Opening + 1, ring.Phases.Opening + TrainerRing.TrainingRounds);
        await ring.RestartAsync(2);
        await ring.RunAsync(ring.Phases.Opening + TrainerRing.TrainingRounds + 1, ring.Phases.Total - 1);
        await ring.RestartAsync(0);

        AssertFitted(ring, ring.Patients(0, 1, 2), silos: 3);
    }

    /// <summary>The last but one checkpoint is of an older round of training: sums over it would mix two models.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_silo_whose_newest_checkpoint_is_torn_adds_up_what_the_last_round_of_training_agreed_on(int closingRounds)
    {
        using TrainerRing ring = new(3);
        int trained = ring.Phases.Opening + TrainerRing.TrainingRounds - 1;
        await ring.RunAsync(0, trained + closingRounds);
        Tear(ring.Files[1].Model);

        await ring.RestartAsync(1);
        await ring.RunAsync(trained + closingRounds + 1, ring.Phases.Total - 1);

        AssertFitted(ring, ring.Patients(0, 1, 2), silos: 3);
        Assert.True(File.Exists(ring.Files[1].Model + ".damaged"));
    }

    [Fact]
    public async Task Closing_sums_of_older_parameters_are_refused_with_both_rounds()
    {
        using TrainerRing ring = new(3);
        int trained = ring.Phases.Opening + TrainerRing.TrainingRounds - 1;
        await ring.RunAsync(0, trained);
        Tear(ring.Files[1].Model);

        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await ring.RestartAsync(1, withParameters: false);
            await ring.RunAsync(trained + 1, trained + 1);
        });

        Assert.Contains($"from the parameters of round {trained}", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"holds those of round {trained - 1}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_that_starts_again_after_its_last_sum_leaves_its_checkpoint_as_it_is()
    {
        using TrainerRing ring = new(3);
        await ring.RunAsync(0, ring.Phases.Total - 1);
        byte[] before = File.ReadAllBytes(ring.Files[1].Model);

        await ring.RestartAsync(1);

        Assert.Equal(before, File.ReadAllBytes(ring.Files[1].Model));
        AssertFitted(ring, ring.Patients(0, 1, 2), silos: 3);
    }

    [Fact]
    public async Task A_lost_checkpoint_costs_the_sums_no_further_rounds()
    {
        using TrainerRing ring = new(3);
        await ring.RunAsync(0, ring.Phases.Opening);
        File.Delete(ring.Files[1].Model);
        File.Delete(ring.Files[1].PreviousModel);

        await ring.RestartAsync(1);
        await ring.RunAsync(ring.Phases.Opening + 1, ring.Phases.Total - 1);

        AssertFitted(ring, ring.Patients(0, 1, 2), silos: 3);
    }

    [Fact]
    public async Task A_fit_that_lost_a_silo_waits_longer_each_time_and_then_ends_with_its_name_and_what_to_do()
    {
        using TrainerRing ring = new(4);
        await ring.RunAsync(0, InputRound + 1);
        await ring.RunAsync(InputRound + 2, InputRound + 5, 3);
        Assert.InRange(ring.Clock.Waited, TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(3));
        HealthItem item = Assert.Single(FitHealth.Of(ring.Progress[0].Status));
        Assert.Contains("silo-3", item.Sentence, StringComparison.Ordinal);
        Assert.Contains("try 5", FitText.Of(ring.Progress[0].Status.Fit!), StringComparison.Ordinal);

        WorkRefusedException ended = await Assert.ThrowsAsync<WorkRefusedException>(() => ring.RunAsync(InputRound + 6, ring.Phases.Opening - 1, 3));

        Assert.Equal(SessionFaultCode.FitEnded, ended.Fault.Code);
        Assert.Contains("'first'", ended.Message, StringComparison.Ordinal);
        Assert.Contains("silo-3", ended.Message, StringComparison.Ordinal);
        Assert.Contains("new state directories", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_that_is_known_to_be_away_is_waited_for_and_one_that_comes_back_completes_the_sum()
    {
        using TrainerRing ring = new(4);
        await ring.RunAsync(0, InputRound + 1);
        ring.Away.Add("silo-3");
        await ring.RunAsync(InputRound + 2, InputRound + 3, 3);
        Assert.True(ring.Clock.Waited > TimeSpan.FromHours(2), $"waited {ring.Clock.Waited}");

        ring.Away.Clear();
        await ring.CatchUpAsync(3);
        await ring.RunAsync(InputRound + 4, ring.Phases.Total - 1);

        AssertFitted(ring, ring.Patients(0, 1, 2, 3), silos: 4);
        string[] first = [.. ring.Booked(0).Where(line => line.Contains("\"first\"", StringComparison.Ordinal))];
        Assert.Equal(2, first.Length);
        Assert.DoesNotContain("of the same sum", first[0], StringComparison.Ordinal);
        Assert.Contains("of the same sum", first[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_sum_waits_for_who_is_away_less_than_a_deadline_and_says_ever_after_who_is_not_in_the_fit()
    {
        using TrainerRing ring = new(4);
        ring.Away.Add("silo-3");

        await ring.RunAsync(0, 0, 3);

        const int Present = 3;
        Assert.Equal(Present * new ExchangeSettings().RoundDeadline / 4, ring.Clock.Waited);
        Assert.Empty(FitHealth.Of(ring.Progress[0].Status));
        await ring.RunAsync(1, ring.Phases.Opening, 3);
        Assert.Equal(Present * new ExchangeSettings().RoundDeadline / 4, ring.Clock.Waited);
        Assert.Equal(["silo-0", "silo-1", "silo-2"], ring.Progress[0].Status.Fit!.Silos);
        HealthItem item = Assert.Single(FitHealth.Of(ring.Progress[0].Status));
        Assert.Equal(HealthCode.FitWithout, item.Code);
        Assert.Contains("silo-3", item.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("This silo", item.Sentence, StringComparison.Ordinal);
        await ring.CatchUpAsync(3);
        Assert.Contains("This silo", Assert.Single(FitHealth.Of(ring.Progress[3].Status)).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_total_that_the_fit_takes_for_impossible_ends_it_with_what_to_do()
    {
        using TrainerRing ring = new(3) { RefusesAbove = 1 };

        WorkRefusedException ended = await Assert.ThrowsAsync<WorkRefusedException>(() => ring.RunAsync(0, ring.Phases.Opening - 1));

        Assert.Equal(SessionFaultCode.FitEnded, ended.Fault.Code);
        Assert.Contains("'first' over silo-0, silo-1, silo-2: No more than 1 patients", ended.Message, StringComparison.Ordinal);
        Assert.Contains("a contributor lied", ended.Message, StringComparison.Ordinal);
        Assert.Contains("new state directories", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fit_over_two_epochs_stays_with_the_silos_that_it_began_with_and_a_newcomer_takes_its_totals()
    {
        using TrainerRing ring = new(4, newcomers: 1);
        await ring.RunAsync(0, ring.Phases.Opening);

        ring.BeginNextEpoch(0, 1, 2, 3);
        await ring.CatchUpAsync(3);
        await ring.RunAsync(ring.Phases.Opening + 1, ring.Phases.Total - 1);

        AssertFitted(ring, ring.Patients(0, 1, 2), silos: 3);
        Assert.False(ring.Progress[3].Status.Fit!.IsIn);
        Assert.Equal(["silo-3"], ring.Progress[0].Status.Fit!.Without);
    }

    [Fact]
    public async Task A_fit_ends_by_name_when_the_next_epoch_lacks_a_silo_that_it_began_with()
    {
        using TrainerRing ring = new(4);
        await ring.RunAsync(0, ring.Phases.Opening);

        ring.BeginNextEpoch(0, 1, 2);
        WorkRefusedException ended = await Assert.ThrowsAsync<WorkRefusedException>(() => ring.RunAsync(ring.Phases.Opening + 1, ring.Phases.Total - 1));

        Assert.Contains("the roster no longer lists silo-3", ended.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_silo_that_starts_again_amid_the_sums_after_training_is_in_them_all_the_same(int after)
    {
        using TrainerRing ring = new(3);
        int closing = ring.Phases.Opening + TrainerRing.TrainingRounds;
        await ring.RunAsync(0, closing + after);

        await ring.RestartAsync(1);
        await ring.RunAsync(closing + after + 1, ring.Phases.Total - 1);

        AssertFitted(ring, ring.Patients(0, 1, 2), silos: 3);
    }

    private static void AssertFitted(TrainerRing ring, long patients, int silos)
    {
        long second = patients + (silos * patients);
        long last = (patients * (1 + TrainerRing.TrainingRounds)) + (silos * second);
        Assert.All(ring.Models, model => Assert.Equal([patients, second, last], model.Totals.Select(total => (long)total)));
    }

    private static void Tear(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Write);
        file.SetLength(file.Length * 2 / 3);
    }

    private static string NameIn(string line)
    {
        string name = System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("name").GetString()!;
        return name.StartsWith("encoder-fit", StringComparison.Ordinal) ? "encoder-fit" : name;
    }
}
