// What the built page has and the page from the CDN brings along in its own way: the workers of the
// editor, and the styles.
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './page.css';
import { show } from './page.js';

show(document.getElementById('root'));
