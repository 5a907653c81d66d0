// PostGraphile for bench/peers, over one schema of a PostgreSQL, set up as for production: a process for each core, no
// log of queries, answers compressed at level 1 for clients that ask for it.
//
//   NODE_PATH=.../node_modules node bench/postgraphile.js postgres://... SCHEMA
//
// Prints "ready at" with its address, and ends by SIGTERM.
const cluster = require('node:cluster');
const os = require('node:os');

if (cluster.isPrimary) {
    let listening = 0;
    cluster.on('listening', (worker, address) => {
        if (++listening === os.availableParallelism()) {
            console.log(`ready at http://127.0.0.1:${address.port}`);
        }
    });
    process.on('SIGTERM', () => {
        Object.values(cluster.workers).forEach(worker => worker.process.kill());
        process.exit(0);
    });
    cluster.on('exit', () => process.exit(1));
    for (let core = 0; core < os.availableParallelism(); core++) {
        cluster.fork();
    }
} else {
    const compression = require('compression');
    const express = require('express');
    const { postgraphile } = require('postgraphile');
    const app = express().disable('x-powered-by').disable('etag');
    app.use(compression({ level: 1 }));
    app.use(
        postgraphile(process.argv[2], process.argv[3], {
            disableDefaultMutations: true,
            disableQueryLog: true,
            graphiql: false,
            ignoreRBAC: true,
            retryOnInitFail: false,
        }),
    );
    // The same free port for all processes.
    app.listen(0, '127.0.0.1');
}
