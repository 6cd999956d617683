import './polyfills';
import './style/tokens.css';
import './style/base.css';
import './style/parts.css';
import './style/shell.css';
import './style/pages.css';
import './style/print.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { followLinks } from './router.svelte';
import { applyTheme } from './theme';
import { language, setLanguage } from './words/words';

setLanguage(language());
applyTheme();
followLinks();
const target = document.getElementById('page');
if (target !== null) mount(App, { target });
