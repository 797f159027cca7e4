using RingFed.Learning.Data.Simulated;

namespace RingFed.Learning.Tests.Data.Simulated;

/// <summary>Refits, at n = 4,427 and the default seed, what the simulator planted.</summary>
public sealed class MdsPlantedDependenceTests
{
    private const double StandardErrorsMax = 3;

    private static readonly (IReadOnlyList<MdsPatient> Patients, IReadOnlyList<MdsSilo> Silos, int[] Assigned) _drawn =
        MdsSimulator.DrawComplete(new MdsSimulationOptions());

    private static IReadOnlyList<MdsPatient> Patients => _drawn.Patients;

    [Fact]
    public void Frequencies_of_genes_and_karyotypes_are_those_specified()
    {
        foreach (MdsGene gene in MdsGenes.All)
        {
            AssertShare(gene.Frequency, patient => patient.Traits.Has(gene.Name), gene.Name);
        }

        AssertShare(0.53, patient => patient.Traits.Has("normal"), "normal");
        AssertShare(0.60, patient => patient.Male, "male");
        AssertShare(0.09, patient => patient.TherapyRelated, "therapy");
        Assert.DoesNotContain(Patients, patient => patient.Traits.Has("minusY") && !patient.Male);
    }

    [Fact]
    public void Refitted_log_odds_of_genes_are_within_three_standard_errors()
    {
        foreach (MdsGene gene in MdsGenes.All)
        {
            double[][] rows = [.. Patients.Select(patient => (double[])[1, .. gene.Effects.Terms.Select(term => patient.Traits[term.Trait])])];
            NewtonFit fit = NewtonFit.Logistic(rows, [.. Patients.Select(patient => patient.Traits[gene.Name])]);

            for (int i = 0; i < gene.Effects.Terms.Count; i++)
            {
                (string trait, double planted) = gene.Effects.Terms[i];
                AssertWithin(planted, fit, i + 1, $"{gene.Name} given {trait}");
            }
        }
    }

    [Fact]
    public void Refitted_log_hazards_are_nine_tenths_of_the_planted_ones_within_three_standard_errors()
    {
        (string Name, double Planted)[] terms =
        [
            .. MdsSurvivalModel.Traits.Terms.Select(term => (term.Trait, term.Coefficient)),
            .. MdsSurvivalModel.Burden.Select(term => (term.Name, term.Coefficient)),
            .. Enumerable.Range(1, _drawn.Silos.Count - 1).Select(silo => ($"silo {silo}", _drawn.Silos[silo].CentreEffect - _drawn.Silos[0].CentreEffect)),
        ];
        (double Years, bool Died)[] observed = Observed();

        NewtonFit fit = NewtonFit.Cox([.. Patients.Select(Covariates)], [.. observed.Select(o => o.Years)], [.. observed.Select(o => o.Died)]);

        for (int i = 0; i < terms.Length; i++)
        {
            AssertWithin(MdsSurvivalModel.HazardPerUnit * terms[i].Planted, fit, i, $"hazard of {terms[i].Name}");
        }
    }

    [Fact]
    public void Exclusive_pairs_and_companions_are_planted()
    {
        Assert.InRange(Patients.Count(patient => patient.Traits.Has("SF3B1") && patient.Traits.Has("SRSF2")), 0, 25);
        Assert.InRange(Share(patient => patient.Traits.Has("TP53"), patient => patient.Traits.Has("complex4")), 0.55, 0.75);
        Assert.True(Share(patient => patient.Blood.RingSideroblasts >= 15, patient => patient.Traits.Has("SF3B1")) >= 0.8);
    }

    [Fact]
    public void Blasts_follow_their_quantiles()
    {
        AssertShare(0.47, patient => patient.Blood.Blasts <= 2, "blasts at most 2");
        AssertShare(0.85 - 0.66, patient => patient.Blood.Blasts is > 4.9 and < 10, "blasts 5 to 10");
        Assert.All(Patients, patient => Assert.InRange(patient.Blood.Blasts, 0, 19.9));
    }

    [Fact]
    public void Half_of_the_patients_die_and_risk_categories_separate()
    {
        (double Years, bool Died)[] observed = Observed();

        Assert.Equal(0.53, observed.Average(o => o.Died ? 1.0 : 0), 0.025);
        Assert.Equal(3.7, Median(observed), 0.4);
        double[] medians = [.. Enumerable.Range(0, 5).Select(risk => Median([.. observed.Where((_, i) => Patients[i].Risk == risk)]))];
        double[] specified = [7.9, 5.5, 3.5, 1.8, 0.7];
        for (int risk = 0; risk < specified.Length; risk++)
        {
            // The smallest category has 345 patients, and a centre's effect moves its survival by a seventh.
            Assert.InRange(medians[risk], 0.75 * specified[risk], 1.33 * specified[risk]);
        }
    }

    private static (double Years, bool Died)[] Observed() =>
        [.. Patients.Select((patient, i) => MdsSurvivalModel.Observe(patient.Survival, _drawn.Silos[_drawn.Assigned[i]].CentreEffect))];

    private static double[] Covariates(MdsPatient patient, int index) =>
    [
        .. MdsSurvivalModel.Traits.Terms.Select(term => patient.Traits[term.Trait]),
        .. MdsSurvivalModel.Burden.Select(term => term.Value(patient.Blood, patient.Karyotype)),
        .. Enumerable.Range(1, _drawn.Silos.Count - 1).Select(silo => _drawn.Assigned[index] == silo ? 1.0 : 0),
    ];

    /// <summary>Kaplan-Meier median; infinity when the curve stays above one half.</summary>
    private static double Median((double Years, bool Died)[] observed)
    {
        double surviving = 1;
        int atRisk = observed.Length;
        foreach ((double years, bool died) in observed.OrderBy(o => o.Years))
        {
            surviving *= died ? 1 - (1.0 / atRisk) : 1;
            atRisk--;
            if (surviving <= 0.5)
            {
                return years;
            }
        }

        return double.PositiveInfinity;
    }

    private static double Share(Func<MdsPatient, bool> has, Func<MdsPatient, bool> among) =>
        Patients.Where(among).Average(patient => has(patient) ? 1.0 : 0);

    private static void AssertShare(double specified, Func<MdsPatient, bool> has, string what)
    {
        double share = Share(has, _ => true);
        double error = Math.Sqrt(specified * (1 - specified) / Patients.Count);
        Assert.True(Math.Abs(share - specified) <= (StandardErrorsMax * error) + 0.005, $"{what}: {share:F4} for {specified}.");
    }

    private static void AssertWithin(double planted, NewtonFit fit, int index, string what)
    {
        double distance = Math.Abs(fit.Coefficients[index] - planted) / fit.StandardErrors[index];
        Assert.True(distance <= StandardErrorsMax, $"{what}: {fit.Coefficients[index]:F3} for {planted}, {distance:F1} standard errors away.");
    }
}
