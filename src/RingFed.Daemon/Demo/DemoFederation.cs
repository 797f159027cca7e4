using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RingFed.Federation.Identity;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Schemas;

namespace RingFed.Daemon.Demo;

/// <summary>
/// Writes a whole federation below one folder, as its people would have made it at many places: an authority, a folder
/// for each silo with key, certificate and patients, and the topology that all agree on.
/// </summary>
internal static class DemoFederation
{
    public const string Name = "demo";

    /// <summary>Taken, so no silo can have this name.</summary>
    public const string AuthorityFolder = "authority";

    private const int CertificateDays = 90;

    /// <returns>The silo files, in ring order.</returns>
    public static IReadOnlyList<DemoSilo> Write(DemoOptions options, DemoCohort cohort)
    {
        string folder = options.Directory.FullName;
        SchemaFile.Save(cohort.Schema, Path.Combine(folder, "cohort.schema.yaml"));
        using CertificateAuthority authority = CertificateAuthority.Init(Name, Path.Combine(folder, AuthorityFolder), passphrase: null, TimeProvider.System);
        int[] ports = FreePorts(cohort.Train.Count);
        List<DemoSilo> silos = [];
        foreach ((string silo, Cohort train) in cohort.Train)
        {
            silos.Add(WriteSilo(folder, silo, train, ports[silos.Count], authority));
        }

        File.WriteAllText(Path.Combine(folder, "topology.yaml"), Topology(options, silos));
        return silos;
    }

    private static DemoSilo WriteSilo(string folder, string silo, Cohort train, int port, CertificateAuthority authority)
    {
        string own = Directory.CreateDirectory(Path.Combine(folder, silo)).FullName;
        EnrolmentRequest request = Enrolment.CreateRequest(silo, Name, own);
        (string certificate, _) = authority.Sign(File.ReadAllText(request.RequestPath), CertificateDays);
        File.WriteAllText(Path.Combine(own, $"{silo}.cert.pem"), certificate);
        CohortCsv.Write(train, Path.Combine(own, "patients.csv"), keyPrefix: $"{silo}-");
        string file = Path.Combine(own, "silo.yaml");
        File.WriteAllText(file, $$"""
            silo: {{silo}}
            topology: ../topology.yaml
            identity:
              key: {{silo}}.key.pem
              certificate: {{silo}}.cert.pem
              authority: ../{{AuthorityFolder}}/authority.cert.pem
            cohort:
              schema: ../cohort.schema.yaml
              files: [ patients.csv ]
            state: state
            listen: 127.0.0.1:{{port}}

            """);
        return new DemoSilo(silo, own, file, port, request.Key.Text, train.Count);
    }

    private static string Topology(DemoOptions options, IReadOnlyList<DemoSilo> silos) => string.Create(CultureInfo.InvariantCulture, $$"""
        federation: {{Name}}
        epoch: 1
        silos:
        {{string.Join('\n', silos.Select(silo => $"  - {{ id: {silo.Id}, address: \"127.0.0.1:{silo.Port}\", key: \"{silo.Key}\" }}"))}}
        exchange:
          kind: relay
          rounds: {{options.Rounds}}
          localWork: { steps: {{options.StepsPerRound}} }
          codec: bfloat16
        byzantine: auto
        aggregation: { rule: auto, gate: none }
        model: { kind: {{options.Model}}, schema: cohort.schema.yaml, seed: {{options.Seed}} }
        privacy: { dp: none }

        """);

    // Held together until all are known, so that no port is given twice.
    private static int[] FreePorts(int count)
    {
        List<TcpListener> held = [];
        try
        {
            for (int i = 0; i < count; i++)
            {
                TcpListener listener = new(IPAddress.Loopback, 0);
                listener.Start();
                held.Add(listener);
            }

            return [.. held.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            held.ForEach(listener => listener.Stop());
        }
    }
}

/// <param name="Folder">Everything that is this silo's own.</param>
/// <param name="SiloFile">What <c>ringfed run --config</c> takes.</param>
/// <param name="Patients">It trains on.</param>
internal sealed record DemoSilo(string Id, string Folder, string SiloFile, int Port, string Key, int Patients)
{
    public string Log => Path.Combine(Folder, "ringfed.log");

    public string AdminSocket => new Training.SiloState(Path.Combine(Folder, "state")).AdminSocket;
}
