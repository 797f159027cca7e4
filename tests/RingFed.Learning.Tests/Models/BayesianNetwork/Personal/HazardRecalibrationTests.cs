using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Models.BayesianNetwork.Personal;
using RingFed.Learning.Privacy;
using RingFed.Learning.Tests.Encoding;

namespace RingFed.Learning.Tests.Models.BayesianNetwork.Personal;

public sealed class HazardRecalibrationTests
{
    private static readonly double[] _rates = [0.4, 0, 0, 0];

    /// <summary>At these sites the ring's score says nothing, so that its slope falls, and about as many end as the ring expects.</summary>
    [Theory]
    [InlineData(1.5, 60)]
    [InlineData(1.5, 120)]
    [InlineData(-1.5, 120)]
    [InlineData(2, 200)]
    public void A_score_that_counts_for_less_at_a_site_leaves_as_many_events_expected_there_as_were_seen(double effect, int rows)
    {
        EndpointModel ring = EndpointToy.Model([0.1, 0.1, 0.1, 0.1], _rates, effect);
        (int[][] tokens, double[] places) = Site(ring, rows);
        EndpointModel own = HazardRecalibration.Of(ring, EndpointToy.Shape.Layout, tokens, places);
        double slope = own.Event.Effects.Sum() / effect;
        double events = tokens[EndpointToy.Unit].Count(token => token >= 4);
        (double before, double after) = (Expected(ring.Event, tokens, places), Expected(own.Event, tokens, places));

        Assert.InRange(slope, -0.5, 0.7);
        Assert.InRange(Math.Abs(after - events), 0, Math.Abs(before - events) + (0.01 * events));
    }

    /// <summary>All end in the first bin, the only one with a rate, so that bins are not shrunk apart; as many are events as the ring expects of all, whoever they are.</summary>
    private static (int[][] Tokens, double[] Places) Site(EndpointModel ring, int rows)
    {
        int[][] tokens = [.. EndpointToy.Shape.Layout.Units.Select(_ => new int[rows])];
        double[] places = [.. Enumerable.Repeat(0.5, rows)];
        for (int row = 0; row < rows; row++)
        {
            (tokens[TableToy.Mutated][row], tokens[EndpointToy.Unit][row]) = (row % 2, 0);
        }

        int events = (int)Math.Round(Expected(ring.Event, tokens, places));
        int[] order = new int[rows];
        Shuffling.Permute(order, new SeededRandom(3));
        foreach (int row in order[..events])
        {
            tokens[EndpointToy.Unit][row] += 4;
        }

        return (tokens, places);
    }

    private static double Expected(SurvivalHead head, int[][] tokens, double[] places)
    {
        double sum = 0;
        for (int row = 0; row < places.Length; row++)
        {
            double predictor = tokens[TableToy.Mutated][row] * head.Effects.Sum();
            int last = tokens[EndpointToy.Unit][row] % 4;
            sum += SurvivalHead.Ratio(predictor) * (head.Rates[..last].Sum() + (places[row] * head.Rates[last]));
        }

        return sum;
    }
}
