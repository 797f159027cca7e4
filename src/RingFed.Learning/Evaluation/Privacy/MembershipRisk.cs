using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Detection;

namespace RingFed.Learning.Evaluation.Privacy;

/// <summary>
/// The set of membership-inference attacks on a synthetic table, and PG. Half of the hold-out are the attacker's
/// reference, the other half candidates that were not trained on, beside as many training patients. Distances are Gower's
/// (<see cref="RecordSpace"/>); kernel densities stand on at most eight principal axes.
/// </summary>
/// <param name="Area">The largest AUC, .5 is ideal, with DeLong's interval; the note names the attack. Of four attacks on chance alone the largest errs upward by about a standard error.</param>
/// <param name="TruePositives">The largest share of training patients named at 1 % false alarms; .01 is ideal.</param>
/// <param name="Privacy">PG = 1 - 2 max(0, AUC - .5), at the upper 95 % bound of the largest attack: what cannot be ruled out, so few candidates cost.</param>
internal sealed record MembershipRisk(Score Area, Score TruePositives, Score Privacy)
{
    private const int CandidatesMin = 20;
    private const int CandidatesMax = 2_000;
    /// <summary>Synthetic rows, and reference patients.</summary>
    private const int PoolMax = 4_000;
    private const int AxesMax = 8;
    private const int Neighbours = 5;

    public static MembershipRisk Of((Cohort Train, Cohort Holdout, Cohort Drawn) rows, long seed, int threads)
    {
        int candidates = Math.Min(CandidatesMax, Math.Min(rows.Train.Count, rows.Holdout.Count / 2));
        if (candidates < CandidatesMin || rows.Drawn.Count < CandidatesMin)
        {
            Score few = Score.None($"too few rows: {candidates} candidates on a side, {rows.Drawn.Count} drawn (at least {CandidatesMin})");
            return new MembershipRisk(few, few, few);
        }

        RecordSpace space = new(rows.Train);
        (Cohort others, Cohort reference) = rows.Holdout.Cut(candidates, SeedTree.Child(seed, 0));
        IReadOnlyList<MembershipAttack> attacks = Attacks(
            space.Points(rows.Train.Sample(candidates, SeedTree.Child(seed, 1))),
            space.Points(others),
            space.Points(reference.Sample(PoolMax, SeedTree.Child(seed, 3))),
            space.Points(rows.Drawn.Sample(PoolMax, SeedTree.Child(seed, 2))),
            threads);
        MembershipAttack strongest = attacks.MaxBy(attack => attack.Area.Value)!;
        MembershipAttack sharpest = attacks.MaxBy(attack => attack.TruePositives)!;
        return new MembershipRisk(
            new Score(strongest.Area.Value, strongest.Area.Low, strongest.Area.High, Note: strongest.Name),
            new Score(sharpest.TruePositives, Note: sharpest.Name),
            PrivacyGain(strongest));
    }

    /// <param name="members">Training patients; the others were not trained on.</param>
    private static IReadOnlyList<MembershipAttack> Attacks(float[][] members, float[][] others, float[][] reference, float[][] synthetic, int threads)
    {
        float[][] candidates = [.. members, .. others];
        (string, double[]?)[] scores =
        [
            ("GAN-leaks", MembershipScores.GanLeaks(candidates, synthetic, RecordSpace.Distance, threads)),
            ("GAN-leaks, calibrated", MembershipScores.GanLeaksCalibrated(candidates, synthetic, reference, RecordSpace.Distance, threads)),
            ("DOMIAS, neighbours", MembershipScores.DomiasNeighbours(candidates, synthetic, reference, Neighbours, RecordSpace.Distance, threads)),
            ("DOMIAS, kernels", Kernels(candidates, synthetic, reference)),
        ];
        return [.. scores
            .Where(attack => attack.Item2 is not null)
            .Select(attack => MembershipAttack.Judge(attack.Item1, attack.Item2![..members.Length], attack.Item2[members.Length..]))
            .OfType<MembershipAttack>()];
    }

    private static double[]? Kernels(float[][] candidates, float[][] synthetic, float[][] reference) =>
        PrincipalScores.Fit(reference, AxesMax) is { } axes
            ? MembershipScores.Domias(axes.Of(candidates), axes.Of(synthetic), axes.Of(reference))
            : null;

    private static Score PrivacyGain(MembershipAttack attack)
    {
        return new Score(At(attack.Area.High), At(attack.Area.High), At(attack.Area.Low), Note: "at the attack's upper 95 % bound");

        static double At(double area) => 1 - (2 * Math.Max(0, area - .5));
    }
}
