namespace RingFed.Learning.Models.Clustering;

/// <summary>
/// A sampler may split one pattern over several components. Those of like profile are put together, the most alike pair
/// first, until no pair reaches the cosine (as the R package hdp does when it extracts components).
/// </summary>
internal static class ComponentMerger
{
    /// <returns>The largest first; those below <paramref name="patientsMin"/> are left out.</returns>
    public static IReadOnlyList<GeneComponent> Merge(IReadOnlyList<GeneComponent> components, double cosineMin, int patientsMin)
    {
        List<GeneComponent> left = [.. components.Where(component => component.Patients > 0)];
        while (MostAlike(left) is var (a, b, cosine) && cosine >= cosineMin)
        {
            GeneComponent merged = new(
                left[a].Patients + left[b].Patients, [.. left[a].Carriers.Zip(left[b].Carriers, (x, y) => x + y)]);
            left[a] = merged;
            left.RemoveAt(b);
        }

        // Profiles of components without carriers have no cosine; they are told apart by size alone.
        return [.. left.Where(component => component.Patients >= patientsMin).OrderByDescending(component => component.Patients)];
    }

    private static (int A, int B, double Cosine) MostAlike(List<GeneComponent> components)
    {
        (int A, int B, double Cosine) best = (0, 0, double.NegativeInfinity);
        for (int a = 0; a < components.Count; a++)
        {
            for (int b = a + 1; b < components.Count; b++)
            {
                double cosine = Cosine(components[a].Carriers, components[b].Carriers);
                best = cosine > best.Cosine ? (a, b, cosine) : best;
            }
        }

        return best;
    }

    private static double Cosine(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        double ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Count; i++)
        {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }

        return aa > 0 && bb > 0 ? ab / (Math.Sqrt(aa) * Math.Sqrt(bb)) : 0;
    }
}
