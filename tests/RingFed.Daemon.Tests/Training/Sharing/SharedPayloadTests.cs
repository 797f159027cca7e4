using RingFed.Daemon.Training.Sharing;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;

namespace RingFed.Daemon.Tests.Training.Sharing;

public sealed class SharedPayloadTests
{
    private static readonly Cohort _cohort = MdsSimulator.Draw(new MdsSimulationOptions { Patients = 40, Silos = 2 })[0];

    [Theory]
    [InlineData(.75)]
    [InlineData(0.0)]
    [InlineData(null)]
    public void A_score_comes_back_as_it_was_sent(double? score) =>
        Assert.Equal(new SharedScore(score, 129), SharedScore.TryRead(new SharedScore(score, 129).Write()));

    [Theory]
    [InlineData(1.01, 10)]
    [InlineData(-.5, 10)]
    [InlineData(double.NaN, 10)]
    [InlineData(double.PositiveInfinity, 10)]
    [InlineData(.5, 0)]
    [InlineData(.5, -1)]
    public void What_no_honest_silo_claims_is_no_score(double score, long records) =>
        Assert.Null(SharedScore.TryRead(new SharedScore(score, records).Write()));

    [Fact]
    public void A_payload_of_another_length_is_no_score()
    {
        Assert.Null(SharedScore.TryRead([]));
        Assert.Null(SharedScore.TryRead(new byte[17]));
    }

    [Fact]
    public void The_best_score_gives_then_most_patients_then_the_first_of_the_roster()
    {
        Assert.Null(SharedScore.Best([]));
        Assert.Equal(2, SharedScore.Best([(0, new(.4, 900)), (2, new(.5, 10)), (3, new(null, 5000))])!.Value.Origin);
        Assert.Equal(3, SharedScore.Best([(0, new(.5, 10)), (3, new(.5, 20))])!.Value.Origin);
        Assert.Equal(1, SharedScore.Best([(0, new(null, 10)), (1, new(null, 20)), (4, new(null, 20))])!.Value.Origin);
    }

    [Fact]
    public void Rows_come_back_as_they_were_sent_missing_values_included()
    {
        byte[] bytes = SharedRows.Write(_cohort);

        Cohort read = SharedRows.Read(bytes, _cohort.Schema);

        Assert.Equal(SharedRows.BytesOf(_cohort.Count, _cohort.Schema), bytes.Length);
        Assert.Equal(_cohort.Count, read.Count);
        Assert.All(Enumerable.Range(0, _cohort.Schema.Columns.Count), column => Assert.Equal(_cohort.Column(column).ToArray(), read.Column(column).ToArray()));
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    [InlineData(-1.0)]
    [InlineData(.5)]
    public void A_row_that_the_schema_does_not_allow_is_left_out_and_the_others_stay(double value)
    {
        int discrete = _cohort.Schema.Columns.Select((column, place) => (column, place)).First(one => one.column.IsDiscrete).place;
        byte[] bytes = SharedRows.Write(_cohort);
        BitConverter.TryWriteBytes(bytes.AsSpan(SharedRows.BytesOf(3, _cohort.Schema) + (discrete * sizeof(double))), value);

        Cohort read = SharedRows.Read(bytes, _cohort.Schema);

        Assert.Equal(_cohort.Count - 1, read.Count);
        Assert.Equal(_cohort[4, discrete], read[3, discrete]);
    }

    [Fact]
    public void A_giver_gives_as_many_rows_as_it_has_patients_and_no_more_than_can_travel()
    {
        Assert.Equal(129, SharedRows.CountOf(129, silos: 4, _cohort.Schema));
        Assert.Equal(SharedRows.RowsMax, SharedRows.CountOf(long.MaxValue, silos: 4, _cohort.Schema));
        int most = SharedRows.CountOf(long.MaxValue, silos: 128, _cohort.Schema);
        Assert.InRange(128L * SharedRows.BytesOf(most, _cohort.Schema), 1, SharedRows.BytesMax);
    }
}
