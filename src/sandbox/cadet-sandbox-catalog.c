/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Cadet authors
 */

#include "config.h"

#include "sandbox/cadet-sandbox-catalog.h"

static const char * const clone_variables[] = {
  "${environment}", "${region}", "${instance_type}", "${release}", NULL
};
static const char * const scale_variables[] = { "${count}", "${zone}", NULL };
static const char * const failing_variables[] = { "${reason}", NULL };

/* The first process and the first application have the IDs of the service's own examples, with
 * their stars written as X. */
static const CadetSandboxProcess processes[] = {
  { "P3KTG43SW7XX6A17I", "Clone an environment",
    "Copies the application into another environment and starts it.", clone_variables, NULL },
  { "P7XQ2M9DK4LTXB06E", "扩容应用",
    "Adds instances to the application.", scale_variables, NULL },
  { "P0F4ILRUN5XX3C2YZ", "Fail when executed",
    "Binds as others do; its execution always fails.", failing_variables,
    "SyntaxError: node 3 of the process has no input" },
};

static const CadetSandboxVariable web_variables[] = {
  { "${instance_type}", "ecs.c6.4xlarge" },
  { "${zone}", "cn-hangzhou-h" },
  { "${vpc_cidr}", "10.0.0.0/8" },
  { NULL }
};
static const CadetSandboxVariable database_variables[] = {
  { "${db_class}", "mysql.n2.medium.1" },
  { "${storage_gb}", "100" },
  { NULL }
};
static const CadetSandboxVariable chinese_variables[] = {
  { "${地域}", "华东1（杭州）" },
  { "${instance_type}", "ecs.g7.large" },
  { NULL }
};
static const CadetSandboxVariable cluster_variables[] = {
  { "${cluster_version}", "1.32.1-aliyun.1" },
  { "${nodes}", "3" },
  { "${pod_cidr}", "172.20.0.0/16" },
  { "${labels}", "{\"team\":\"data\"}" },
  { NULL }
};
static const CadetSandboxVariable no_variables[] = {
  { NULL }
};

static const CadetSandboxApplication applications[] = {
  { "JXT3MLZJ56XX65D6", "Web shop", "Two web servers behind a load balancer.",
    "Deployed_Success", "QTB5GVYSLFXX0001", "i-bp1web0000000000001",
    "2025-08-21 14:07:02", web_variables },
  { "JA0DB7KQ2MXX11F3", "Orders database", "A MySQL instance with a read replica.",
    "Deployed_Success", "QTB5GVYSLFXX0002", "rm-bp1db000000000002",
    "2025-09-03 09:15:40", database_variables },
  { "JC4NWB8P0TXX72A9", "官网（生产）", "官方网站的生产环境。",
    "Deployed_Success", "QTB5GVYSLFXX0001", "i-bp1web0000000000003",
    "2025-09-10 18:30:00", chinese_variables },
  { "JC4NWB8P0TXX72B4", "官网（预发）", "官方网站的预发环境。",
    "Modified", "QTB5GVYSLFXX0001", "i-bp1web0000000000004",
    "2025-09-11 10:00:00", chinese_variables },
  { "JK8SC1USTRXX04D7", "Container cluster", "A managed Kubernetes cluster of three nodes.",
    "Deploying", "QTB5GVYSLFXX0003", "c0ffee00000000000000000000000005",
    "2025-10-08 11:21:09", cluster_variables },
  { "JK8SC1USTRXX04E2", "Container cluster (staging)", "The same cluster, smaller.",
    "Partially_Deployed_Success", "QTB5GVYSLFXX0003", "c0ffee00000000000000000000000006",
    "2025-10-08 11:40:55", cluster_variables },
  { "JDL6LAKE00XX90C1", "Data lake", "Object storage and a query engine.",
    "Valuating_Success", "QTB5GVYSLFXX0004", "oss-lake-0000000007",
    "2025-10-12 08:00:00", no_variables },
  { "JMQ2QUEUE0XX31A8", "Message queue", "A queue with two topics.",
    "Verified_Failure", "QTB5GVYSLFXX0005", "mq-bp1000000000008",
    "2025-10-20 16:45:12", no_variables },
  { "JVP9GATEWXX045B0", "VPN gateway", "A gateway between two sites.",
    "Deployed_Failure", "QTB5GVYSLFXX0006", "vpn-bp100000000009",
    "2025-10-21 07:30:30", no_variables },
  { "JTS1TESTENXX77C5", "测试环境", "可随时销毁的测试环境。",
    "Destroyed_Success", "QTB5GVYSLFXX0001", "i-bp1web0000000000010",
    "2025-10-28 13:13:13", chinese_variables },
  { "JLG3LEGACYXX20D8", "Legacy reports", "Kept until the year ends.",
    "Destroyed_Failure", "QTB5GVYSLFXX0002", "rm-bp1db000000000011",
    "2025-11-02 22:05:59", database_variables },
  { "JNW5NEWAPPXX60E9", "New application", "Nothing has been designed yet.",
    "Creating", "QTB5GVYSLFXX0004", "i-bp1web0000000000012",
    "2025-11-20 17:00:00", no_variables },
};

/**
 * cadet_sandbox_get_processes:
 * @n_processes: (out): how many there are
 *
 * Gets the processes that a sandbox's CreateTask takes, so that an interface can offer them.
 *
 * Returns: (transfer none) (array length=n_processes): the processes
 */
const CadetSandboxProcess *
cadet_sandbox_get_processes (guint *n_processes)
{
  g_return_val_if_fail (n_processes != NULL, NULL);

  *n_processes = G_N_ELEMENTS (processes);
  return processes;
}

/**
 * cadet_sandbox_find_process:
 * @process_id: an ID
 *
 * Returns: (transfer none) (nullable): the process with that ID
 */
const CadetSandboxProcess *
cadet_sandbox_find_process (const char *process_id)
{
  g_return_val_if_fail (process_id != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (processes); i++)
    {
      if (g_str_equal (processes[i].id, process_id))
        return &processes[i];
    }
  return NULL;
}

/**
 * cadet_sandbox_get_applications:
 * @n_applications: (out): how many there are
 *
 * Gets the applications that a new sandbox state starts with. Their status values are among those
 * that https://help.aliyun.com/zh/cadt/developer-reference/query-application lists.
 *
 * Returns: (transfer none) (array length=n_applications): the applications
 */
const CadetSandboxApplication *
cadet_sandbox_get_applications (guint *n_applications)
{
  g_return_val_if_fail (n_applications != NULL, NULL);

  *n_applications = G_N_ELEMENTS (applications);
  return applications;
}
