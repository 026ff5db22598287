// The tab has been drawn: who the learner is, and what runs. Runs after practice.js.
send('open');
